package rung.reporter.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataTableTest {
    @Test
    void linesEndAsTheStandardHasThem() {
        DataTable table = new DataTable("c", List.of("a", "b"), List.of(List.of("1", ""), List.of("2", "x y")));

        assertThat(table.csv()).isEqualTo("a,b\r\n1,\r\n2,x y\r\n");
    }

    @Test
    void commasQuotesAndLineEndsAreQuoted() {
        DataTable table = new DataTable("c", List.of("a,b"), List.of(List.of("say \"so\""), List.of("x\ny")));

        assertThat(table.csv()).isEqualTo("\"a,b\"\r\n\"say \"\"so\"\"\"\r\n\"x\ny\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "\tx"})
    void noCellIsAFormula(String cell) {
        assertThat(new DataTable("c", List.of("a"), List.of(List.of(cell))).csv())
                .isEqualTo("a\r\n'" + cell + "\r\n");
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatThrownBy(() -> new DataTable("c", List.of("a", "b"), List.of(List.of("1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row of 1 cells below 2 columns: [1]");
    }
}
