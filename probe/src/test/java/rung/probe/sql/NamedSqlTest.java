package rung.probe.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedSqlTest {
    private static final List<String> KNOWN = List.of("store", "sku", "store_2");

    @Test
    void putsAQuestionMarkForEachParameterAndKeepsTheirOrder() {
        NamedSql sql = sql("select q from p where sku = :sku and store in (:store, :store_2) or :sku = ''");

        assertThat(sql.positional()).isEqualTo("select q from p where sku = ? and store in (?, ?) or ? = ''");
        assertThat(sql.parameters()).containsExactly("sku", "store", "store_2", "sku");
        assertThat(sql.names()).containsExactly("sku", "store", "store_2");
        assertThat(sql.toString()).startsWith("select q from p where sku = :sku");
    }

    @Test
    void hasNoParametersWhereNoneIsNamed() {
        assertThat(sql("select 1").parameters()).isEmpty();
        assertThat(sql(":store").positional()).isEqualTo("?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ':sku', 'it''s :sku', ''",
                "select ':sku' 'C:\\\\' ':sku'",
                "select E'it\\'s :sku', e'\\\\', 1",
                "select \":sku\", \"a\"\":sku\"",
                "select `:sku`, `a\\`",
                "select $$ :sku $$, $tag$ $$ :sku ' $tag$, $1",
                "select 1 -- :sku ' it's\n, 2",
                "select 1 -- :sku",
                "select 1 /* :sku ' ; -- */ + 2",
                "select a::int, b :: text, '1'::sku",
                "select @a := 1, x:=sku",
                "select v:sku, v[0]:sku, \"v\":sku, f(v):sku from t",
                "select arr[1:2], {'a': 1}, case when a : 1 then 2 end",
                "select '{\"a\":1}'::jsonb ?? 'a'",
                "select a - b / c from t where x$1 = y",
                "select a$b$c, d$b$e from t",
            })
    void leavesAloneWhatIsNoParameter(String text) {
        NamedSql sql = sql(text);

        assertThat(sql.parameters()).isEmpty();
        assertThat(sql.positional()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "select :sku::text => select ?::text",
                "select cast(:sku as int)-:store => select cast(? as int)-?",
                "select ':sku'||:sku||':sku' => select ':sku'||?||':sku'",
                "select 1/:sku/*:sku*/ => select 1/?/*:sku*/",
                "select $a$:sku$a$||:sku => select $a$:sku$a$||?",
                "select arr[:sku] => select arr[?]",
                "select '' = :sku => select '' = ?",
                "select price'' = :sku => select price'' = ?",
            })
    void findsParametersBesideWhatLooksLikeThem(String text, String positional) {
        assertThat(sql(text).positional()).isEqualTo(positional);
    }

    @Test
    void findsAParameterBehindALineComment() {
        assertThat(sql("select 1 -- it's\n+ :sku").positional()).isEqualTo("select 1 -- it's\n+ ?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select :sku;", "select :sku ; ;\n", "  select :sku;  -- that's all\n /* done; */ ;"})
    void leavesOutWhatEndsTheStatement(String text) {
        assertThat(sql(text).positional()).isEqualTo("select ?");
    }

    @Test
    void saysWhichWordsStandInIt() {
        assertThat(sql("-- insert\n ((WITH a AS (select 'delete', \"update\", $$drop$$) select a.b, x$1 from a));")
                        .words())
                .containsExactly("with", "a", "as", "select", "b", "x$1", "from");
        assertThat(sql("'delete' || :sku").words()).isEmpty();
    }

    @Test
    void saysWhenNoParametersAreKnown() {
        assertThatThrownBy(() -> NamedSql.of("cycle-sql", "select :sku", List.of()))
                .hasMessage("cycle-sql names :sku; it can have no parameters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "select :skus | sql names :skus; did you mean :sku? (known: :store, :sku, :store_2)",
                "select :shop_id | sql names :shop_id; it can name :store, :sku, :store_2",
                "select 1; select 2 | sql goes on after the semicolon at character 9; write one statement",
                "select 1; 'x' | sql goes on after the semicolon at character 9; write one statement",
                "select ? | sql has a question mark at character 8; give the parameter a name, such as :store, or write"
                        + " ?? for the operator",
                "select 'a | sql has a ' at character 8 that is never closed; write another at its end",
                "select 'a'' | sql has a ' at character 8 that is never closed; write another at its end",
                "select $x$ $$ | sql has a $x$ at character 8 that is never closed; write another at its end",
                "select /* | sql has a /* at character 8 that is never closed; write */ at its end",
                "select /* /* */ */ 1 | sql has a comment within a comment at character 11, which databases end at"
                        + " different places; write one comment",
                "select 'it\\'s' | sql has a backslash before a quote at character 11, which ends a literal in some"
                        + " databases and not in others; write '' for a quote within it",
                "; | sql is empty; write a statement",
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> sql(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static NamedSql sql(String text) {
        return NamedSql.of("sql", text, KNOWN);
    }
}
