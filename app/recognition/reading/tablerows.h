// SPDX-License-Identifier: GPL-3.0-or-later
// Which row of a table a line of print is. Pure, any thread.
#pragma once

#include <vector>

namespace hall {

struct TableRow
{
    double middle = 0;  // as `title`
    int line = -1;      // index of `lines`; -1: something is printed there in which nothing could be read
};
// `title`: middle of the columns' titles; `lines`: middles of the lines in which a value was read, ascending; `print`:
// middles of everything else that is printed beneath the titles. All of them pixels of a level page. Where rows are
// evenly apart, one that could not be read is a row all the same: those after it keep their numbers.
[[nodiscard]] std::vector<TableRow> tableRows(double title, const std::vector<double> &lines,
                                              const std::vector<double> &print);

}  // namespace hall
