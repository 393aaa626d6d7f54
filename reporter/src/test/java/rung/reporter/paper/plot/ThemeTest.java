package rung.reporter.paper.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import org.junit.jupiter.api.Test;

class ThemeTest {
    @Test
    void theShadesOfTheHeatMapAreApartWithoutColours() {
        for (int i = 1; i < Theme.HEAT.size(); i++) {
            assertThat(grey(Theme.HEAT.get(i - 1)) - grey(Theme.HEAT.get(i)))
                    .as("step " + i)
                    .isGreaterThan(18);
        }
    }

    @Test
    void whatIsPromisedAndWhatWasMeasuredStandOutFromTheBandsOfEveryTier() {
        for (int tier = 0; tier <= 5; tier++) {
            double band = luminance(Theme.tint(Theme.tier(tier), 0.11));
            for (Color mark : new Color[] {Theme.PROMISE, Theme.DATA, Theme.INK, Theme.SOFT}) {
                assertThat((band + 0.05) / (luminance(mark) + 0.05))
                        .as("tier " + tier)
                        .isGreaterThan(4.5);
            }
        }
    }

    @Test
    void aFontIsCalledTheSameHereAndInTheDocument() {
        assertThat(Fonts.plain(8).getFamily()).isEqualTo(Fonts.FAMILY);
        assertThat(Fonts.files()).allSatisfy(file -> {
            Font font = Font.createFont(Font.TRUETYPE_FONT, file.open());
            assertThat("◆●▲■✕✓✗₹≤µ–…".chars()).allMatch(font::canDisplay);
        });
    }

    private static double grey(Color color) {
        return 0.2126 * color.getRed() + 0.7152 * color.getGreen() + 0.0722 * color.getBlue();
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
