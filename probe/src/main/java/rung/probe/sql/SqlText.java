package rung.probe.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the parts of a statement. Each method says where the part ends that begins at a place; there, if none does. */
final class SqlText {
    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

    private final String key;
    private final String text;

    /** @param key of the configuration, for messages */
    SqlText(String key, String text) {
        this.key = key;
        this.text = text;
    }

    /** Of what has no parameters in it: a literal, a quoted identifier, or a comment. */
    int endOfOpaque(int at) {
        return switch (text.charAt(at)) {
            case '\'' -> endOfQuoted(at, isEscapeString(at));
            case '"', '`' -> endOfQuoted(at, false);
            case '$' -> endOfDollarQuoted(at);
            case '-' -> text.startsWith("--", at) ? endOfLine(at) : at;
            case '/' -> text.startsWith("/*", at) ? endOfComment(at) : at;
            default -> at;
        };
    }

    /** Of a colon and a name. */
    int endOfParameter(int at) {
        if (text.charAt(at) != ':' || isPath(at)) {
            return at;
        }
        int end = at + 1;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        boolean named = end > at + 1 && !Character.isDigit(text.charAt(at + 1));
        return named ? end : at;
    }

    /** Of what is neither: a word, a run of colons, or one character. */
    int endOfPlain(int at) {
        char here = text.charAt(at);
        if (here == '?') {
            if (text.startsWith("??", at)) {
                return at + 2;
            }
            throw wrong("has a question mark at character " + (at + 1)
                    + "; give the parameter a name, such as :store, or write ?? for the operator");
        }
        int end = at + 1;
        while (isNamePart(here) && end < text.length() && (isNamePart(text.charAt(end)) || text.charAt(end) == '$')) {
            end++;
        }
        while (here == ':' && end < text.length() && text.charAt(end) == ':') {
            end++;
        }
        return end;
    }

    /** Whether the semicolon at {@code at} ends the statement; throws when another begins behind it. */
    boolean isStatementEnd(int at) {
        if (text.charAt(at) != ';') {
            return false;
        }
        for (int after = at + 1; after < text.length(); ) {
            boolean comment = text.startsWith("--", after) || text.startsWith("/*", after);
            if (comment) {
                after = endOfOpaque(after);
            } else if (text.charAt(after) == ';' || Character.isWhitespace(text.charAt(after))) {
                after++;
            } else {
                throw wrong("goes on after the semicolon at character " + (at + 1) + "; write one statement");
            }
        }
        return true;
    }

    private int endOfQuoted(int at, boolean escapes) {
        char quote = text.charAt(at);
        for (int i = at + 1; i < text.length(); i++) {
            char here = text.charAt(i);
            if (here == '\\' && quote != '`' && i + 1 < text.length()) {
                char next = text.charAt(i + 1);
                if (next == quote && !escapes) {
                    throw wrong("has a backslash before a quote at character " + (i + 1)
                            + ", which ends a literal in some databases and not in others; write " + quote + quote
                            + " for a quote within it");
                }
                if (next == quote || next == '\\') {
                    i++;
                }
            } else if (here == quote) {
                if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        throw wrong("has a " + quote + " at character " + (at + 1) + " that is never closed; write another at its end");
    }

    /** PostgreSQL's literals in which a backslash escapes: those with an E before them. */
    private boolean isEscapeString(int at) {
        return at > 0
                && Character.toUpperCase(text.charAt(at - 1)) == 'E'
                && (at == 1 || !isNamePart(text.charAt(at - 2)));
    }

    private int endOfDollarQuoted(int at) {
        Matcher opening = DOLLAR_QUOTE.matcher(text).region(at, text.length());
        boolean inName = at > 0 && (isNamePart(text.charAt(at - 1)) || text.charAt(at - 1) == '$');
        if (inName || !opening.lookingAt()) {
            return at;
        }
        int closing = text.indexOf(opening.group(), opening.end());
        if (closing < 0) {
            throw wrong("has a " + opening.group() + " at character " + (at + 1)
                    + " that is never closed; write another at its end");
        }
        return closing + opening.group().length();
    }

    private int endOfLine(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private int endOfComment(int at) {
        int closing = text.indexOf("*/", at + 2);
        if (closing < 0) {
            throw wrong("has a /* at character " + (at + 1) + " that is never closed; write */ at its end");
        }
        int nested = text.indexOf("/*", at + 2);
        if (nested >= 0 && nested < closing) {
            throw wrong("has a comment within a comment at character " + (nested + 1)
                    + ", which databases end at different places; write one comment");
        }
        return closing + 2;
    }

    /** Whether the colon at {@code at} is part of what stands before it. */
    private boolean isPath(int at) {
        if (at == 0) {
            return false;
        }
        char before = text.charAt(at - 1);
        return isNamePart(before) || "\"'`])".indexOf(before) >= 0;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(key + " " + what);
    }
}
