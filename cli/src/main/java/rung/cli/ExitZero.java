package rung.cli;

import picocli.CommandLine.Option;

/** For scripts that read the report and do not want a verdict to end them. */
final class ExitZero {
    @Option(names = "--exit-zero", description = "Exit 0 whatever the verdict is.")
    private boolean exitZero;

    int or(int verdict) {
        return exitZero ? ExitCode.OK : verdict;
    }
}
