# SPDX-License-Identifier: GPL-3.0-or-later
#
# house.awk - the rules that one C file can break by itself.  Run by house.sh,
# which hands in floors, doors and bars in the environment.

function finding(line, what)
{
    print file ":" line ": " what
}

# The line without its comments and with its texts emptied.  What stands within
# a text can then not be taken for code, nor a comment for either.
function code_of(line,    out, mark)
{
    out = ""
    for (;;) {
        if (in_comment) {
            if (!index(line, "*/"))
                return out
            line = substr(line, index(line, "*/") + 2)
            in_comment = 0
        }
        if (!match(line, /\/\*|\/\/|"|'/))
            return out line
        mark = substr(line, RSTART, RLENGTH)
        out = out substr(line, 1, RSTART - 1)
        line = substr(line, RSTART + RLENGTH)
        if (mark == "//") {
            finding(FNR, "a // comment; write /* ... */")
            return out
        } else if (mark == "/*") {
            in_comment = 1
        } else if (match(line, mark == "'" ? one_quote : two_quotes)) {
            line = substr(line, RLENGTH + 1)
            out = out mark mark
        } else {
            return out
        }
    }
}

function check_bar(header,    i)
{
    for (i = 1; i <= bars; i++)
        if (file ~ bar_file[i] && header ~ bar_header[i])
            finding(FNR, header " is not for a file that only judges or " \
                "asks; have what it gives handed in")
}

function check_include(header,    room_of)
{
    if (header == "config.h" || file !~ /^src\//)
        return
    if (header !~ /\//) {
        finding(FNR, "\"" header "\" names no room; write \"room/" \
            header "\"")
        return
    }
    room_of = header
    sub(/\/.*/, "", room_of)
    if (room_of == room || (room, room_of) in may || (room, header) in may)
        return
    finding(FNR, room " may not include " header \
        "; see the floors in doc/ARCHITECTURE.md")
}

function check_door(header,    i)
{
    if (file !~ /^src\//)
        return
    for (i = 1; i <= doors; i++)
        if (header ~ door_header[i] && file !~ door_file[i])
            finding(FNR, "<" header "> comes in by another door; only " \
                door_file[i] " may include it")
}

function check_code(code)
{
    if (code ~ /typedef[ \t]+(const[ \t]+)?(struct|enum|union)/ &&
        code !~ /\(\*/)
        finding(FNR, "a typedef of a struct, enum or union; write the " \
            "keyword where it is used")
    if (file ~ /^src\// && file !~ exit_files &&
        code ~ /(^|[^A-Za-z0-9_])exit[ \t]*\(/)
        finding(FNR, "exit() below main.c and cli/cli.c; answer false and " \
            "set err")
    if (file ~ /^src\// && file !~ state_files &&
        code ~ /^static [^(]*[;=]/ && code !~ /const|sig_atomic_t/)
        finding(FNR, "state in a variable of the file; keep it in a struct " \
            "that its user owns")
    if (file ~ /^src\/engine\// &&
        code ~ /(^|[^A-Za-z0-9_])(when_now|time|random|rand|getenv)[ \t]*\(/)
        finding(FNR, "engine is pure; have time and chance handed in")
    if (file ~ /^tests\// &&
        code ~ /(^|[^A-Za-z0-9_])(u|nano)?[s]leep[ \t]*\(/)
        finding(FNR, "a test that waits for time; wait for a state with a " \
            "deadline")
}

# The rows of a test's table do not count.
function check_function(code)
{
    if (match(code, /[A-Za-z0-9_]+\(/) && code ~ /^[A-Za-z_]/)
        function_name = substr(code, RSTART, RLENGTH - 1)
    if (code ~ /^\{/) {
        opened = FNR
        spared = 0
    }
    if (file ~ /^tests\// && code ~ /^ +[{"]/)
        spared++
    if (code !~ /^\}/ || !opened)
        return
    if (FNR - opened + 1 - spared > 60)
        finding(opened, function_name "() has " (FNR - opened + 1 - spared) \
            " lines; split it, 60 are the bound")
    opened = 0
}

function end_of_file()
{
    if (!file)
        return
    if (lines > 600)
        finding(lines, "the file has " lines \
            " lines; split it by type, 600 are the bound")
    print "#size " file " " lines
}

BEGIN {
    one_quote = "^([^'\\\\]|\\\\.)*'"
    two_quotes = "^([^\"\\\\]|\\\\.)*\""
    exit_files = "^src/(main|cli/cli|sandbox/main)\\.c$"
    state_files = "^src/util/(log|mem)\\.c$"
    n = split(ENVIRON["FLOORS"], rows, "\n")
    for (i = 1; i <= n; i++) {
        m = split(rows[i], words, " ")
        for (j = 2; j <= m; j++)
            may[words[1], words[j]]
    }
    n = split(ENVIRON["DOORS"], rows, "\n")
    for (i = 1; i <= n; i++)
        if (split(rows[i], words, " ") == 2) {
            door_header[++doors] = words[1]
            door_file[doors] = words[2]
        }
    n = split(ENVIRON["BARS"], rows, "\n")
    for (i = 1; i <= n; i++)
        if (split(rows[i], words, " ") == 2) {
            bar_file[++bars] = words[1]
            bar_header[bars] = words[2]
        }
}

FNR == 1 {
    end_of_file()
    file = FILENAME
    sub(/^\.\//, "", file)
    room = file
    sub(/^src\//, "", room)
    sub(/\/.*/, "", room)
    in_comment = 0
    opened = 0
    if ($0 != "/* SPDX-License-Identifier: GPL-3.0-or-later */")
        finding(1, "no licence; begin with /* SPDX-License-Identifier: " \
            "GPL-3.0-or-later */")
}

{
    lines = FNR
    if ($0 ~ /(^|[^A-Za-z_])(TODO|FIXME|XXX|HACK)([^A-Za-z_]|$)/)
        finding(FNR, "a mark of unfinished work; finish it or take it out")
}

!in_comment && /^[ \t]*#[ \t]*include[ \t]*["<]/ {
    match($0, /["<][^">]*/)
    header = substr($0, RSTART + 1, RLENGTH - 1)
    check_bar(header)
    if (substr($0, RSTART, 1) == "<")
        check_door(header)
    else
        check_include(header)
    next
}

{
    code = code_of($0)
    check_code(code)
    check_function(code)
    if (code ~ /(^|[^A-Za-z0-9_])(_|N_|_n)\(/ && file != "src/util/text.h" &&
        !(file in worded)) {
        worded[file]
        print "#words " file
    }
}

END {
    end_of_file()
}
