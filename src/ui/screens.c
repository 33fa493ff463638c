/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/screens.h"

#include <string.h>

#include "util/text.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

const char *const need_whys[] = {
    N_("Nothing is selected: go to a row first."),
    N_("Only alerts have a status that can be set: this is a recommendation "
       "or a compliance assessment."),
    N_("No rows are marked: Space marks one, * marks by query."),
    N_("There is no act of yours to take back."),
    N_("Nothing has been searched for yet: / searches."),
    N_("This approval has been answered or has expired."),
    N_("You asked for this yourself: somebody else has to answer (four eyes)."),
    N_("You wrote or last changed the rule that asks: somebody else has to "
       "answer (four eyes)."),
    N_("This containment is not in force any more."),
    N_("This containment has no way back that riposte could go."),
    N_("This run is over."),
    N_("It does not belong to an event."),
    N_("It does not come from a rule."),
    N_("It has no run."),
    N_("The details are still being read: try again in a moment."),
    N_("There is no earlier place to go back to."),
    N_("There is no later place to go to."),
    N_("Go to a condition or an action first."),
    N_("No draft was kept."),
};
const size_t n_need_whys = N(need_whys);

#define SCREEN_ROW(name) &scr_##name,
const struct screen *const screens[] = {SCREENS(SCREEN_ROW)};
#undef SCREEN_ROW
const size_t n_screens = N(screens);

const struct screen *screen_find(const char *name)
{
    for (size_t i = 0; i < n_screens; i++) {
        if (strcmp(screens[i]->name, name) == 0)
            return screens[i];
    }
    return NULL;
}

static const struct binding move_rows[] = {
    {.key = "j Down", .verb = "down", .label = N_("down"),
     .help = N_("Goes one line down."), .act = ACT_MOVE + LIST_DOWN},
    {.key = "k Up", .verb = "up", .label = N_("up"),
     .help = N_("Goes one line up."), .act = ACT_MOVE + LIST_UP},
    {.key = "PgDn Ctrl-F", .verb = "page-down", .label = N_("page down"),
     .help = N_("Goes one page down."), .act = ACT_MOVE + LIST_PAGE_DOWN},
    {.key = "PgUp Ctrl-B", .verb = "page-up", .label = N_("page up"),
     .help = N_("Goes one page up."), .act = ACT_MOVE + LIST_PAGE_UP},
    {.key = "Ctrl-N", .verb = "half-down", .label = N_("half down"),
     .help = N_("Goes half a page down."), .act = ACT_MOVE + LIST_HALF_DOWN},
    {.key = "Ctrl-P", .verb = "half-up", .label = N_("half up"),
     .help = N_("Goes half a page up."), .act = ACT_MOVE + LIST_HALF_UP},
    {.key = "g Home", .verb = "first", .label = N_("first"),
     .help = N_("Goes to the first line."), .act = ACT_MOVE + LIST_HOME},
    {.key = "G End", .verb = "last", .label = N_("last"),
     .help = N_("Goes to the last line."), .act = ACT_MOVE + LIST_END},
};
const struct screen_keys move_keys = {"move", move_rows, N(move_rows)};

static const struct binding pane_rows[] = {
    {.key = "Enter", .verb = "open", .label = N_("open"),
     .help = N_("Opens what is under the cursor."), .act = ACT_OPEN},
    {.key = "Tab", .verb = "pane", .label = N_("pane"),
     .help = N_("Goes to the next pane."), .act = ACT_PANE},
    {.key = "+", .verb = "bigger", .label = N_("bigger"),
     .help = N_("Gives the list more room."), .act = ACT_BIGGER},
    {.key = "_", .verb = "smaller", .label = N_("smaller"),
     .help = N_("Gives the details more room."), .act = ACT_SMALLER},
};
const struct screen_keys pane_keys = {"pane", pane_rows, N(pane_rows)};

static const struct binding search_rows[] = {
    {.key = "/", .verb = "search", .label = N_("search"),
     .help = N_("Goes to the next line that shows a text."),
     .act = ACT_SEARCH},
    {.key = "n", .verb = "next", .label = N_("next"),
     .help = N_("Goes to the next one that was searched for."),
     .needs = NEED_SEARCH, .act = ACT_NEXT},
    {.key = "N", .verb = "previous", .label = N_("previous"),
     .help = N_("Goes to the one before that was searched for."),
     .needs = NEED_SEARCH, .act = ACT_PREVIOUS},
};
const struct screen_keys search_keys = {"search", search_rows, N(search_rows)};

static const struct binding common_rows[] = {
    {.key = "?", .verb = "help", .label = N_("keys"), .bar = true,
     .help = N_("Lists all keys that work here."), .act = ACT_HELP},
    {.key = ":", .verb = "palette", .label = N_("acts"), .bar = true,
     .help = N_("Finds an act by its name."), .act = ACT_PALETTE},
    {.key = "q", .verb = "quit", .label = N_("back"), .bar = true,
     .help = N_("Goes back; at the top it leaves riposte."), .act = ACT_QUIT},
    {.key = "Esc", .verb = "back", .label = N_("back"),
     .help = N_("Goes back, and never leaves."), .act = ACT_BACK},
    {.key = "1 2 3 4 5 6 7 8", .verb = "screen", .label = N_("screens"),
     .help = N_("Goes to the screen of that number."), .act = ACT_TAB},
    {.key = "[", .verb = "past", .label = N_("earlier place"),
     .help = N_("Goes to the place where one was before."),
     .needs = NEED_PAST, .act = ACT_PAST},
    {.key = "]", .verb = "future", .label = N_("later place"),
     .help = N_("Goes forward again."), .needs = NEED_FUTURE,
     .act = ACT_FUTURE},
    {.key = "y", .verb = "copy", .label = N_("copy"),
     .help = N_("Copies what is selected to the terminal's clipboard."),
     .act = ACT_COPY},
    {.key = "Y", .verb = "page", .label = N_("plain page"),
     .help = N_("Prints the page plainly, for the terminal's own selection."),
     .act = ACT_PAGE},
    {.key = "R F5", .verb = "refresh", .label = N_("refresh"),
     .help = N_("Asks all sources again now."), .act = ACT_REFRESH},
    {.key = "Ctrl-L", .verb = "redraw", .label = N_("redraw"),
     .help = N_("Draws the screen anew."), .act = ACT_REDRAW},
    {.key = "Ctrl-Z", .verb = "suspend", .label = N_("suspend"),
     .help = N_("Stops riposte; fg brings it back."), .act = ACT_SUSPEND},
    {.key = "m", .verb = "mouse", .label = N_("mouse"),
     .help = N_("Switches the mouse on or off."), .act = ACT_MOUSE},
    {.key = "", .verb = "bell", .label = N_("bell"),
     .help = N_("Switches the bell on or off."), .act = ACT_BELL},
    {.key = "", .verb = "utc", .label = N_("UTC"),
     .help = N_("Shows times in UTC, or in the local zone."), .act = ACT_UTC},
    {.key = "", .verb = "theme", .label = N_("theme"),
     .help = N_("Chooses other colours."), .act = ACT_THEME},
    {.key = "", .verb = "log", .label = N_("command log"),
     .help = N_("Shows what was done here, each act as a command line."),
     .act = ACT_LOG},
    {.key = "", .verb = "sources", .label = N_("sources"),
     .help = N_("Shows how each source stands, with its last error."),
     .act = ACT_SOURCES},
    {.key = "", .verb = "hold", .label = N_("hold"),
     .help = N_("Stops every automatic action at once, or lets them go on."),
     .act = ACT_HOLD},
    {.key = "", .verb = "simulate", .label = N_("sample alerts"),
     .help = N_("Asks the service for sample alerts."), .act = ACT_SIMULATE},
    {.key = "", .verb = "leave", .label = N_("leave"),
     .help = N_("Leaves riposte."), .act = ACT_LEAVE},
};
const struct screen_keys common_keys = {"common", common_rows, N(common_rows)};
