// SPDX-License-Identifier: GPL-3.0-or-later
// A table that somebody brings, and what is made of its cells.
#include "app/catalogue/batchtable.h"
#include "app/catalogue/catalogueloader.h"
#include "app/table/tablechild.h"
#include "app/table/tabletext.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;

namespace {

const Catalogue &catalogue()
{
    static const LoadedCatalogue loaded = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"));
    HALL_HOLDS(loaded.defects.isEmpty());
    return loaded.catalogue;
}

// Takes everything that a column can be.
const Service &everything()
{
    static const Service service = [] {
        Service made = *catalogue().service(QStringLiteral("flexible-registration"));
        made.batch = {200, made.online.fieldIds()};
        return made;
    }();
    return service;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto table = readTable({reinterpret_cast<const char *>(data), size});
    // What goes through the pipe is JSON, and the same cells come out.
    const TableCells cells = tableCellsFrom(QByteArray::fromStdString(tableJson(table)));
    if (!table) {
        HALL_HOLDS(cells.problem == QLatin1String(tableProblemName(table.error())));
        return 0;
    }
    HALL_HOLDS(cells.problem.isEmpty() && cells.rows.size() == qsizetype(table->rows.size()));
    for (qsizetype i = 0; i < cells.rows.size(); ++i) {
        for (qsizetype k = 0; k < cells.rows[i].size(); ++k) {
            HALL_HOLDS(cells.rows[i][k].toStdString() == table->rows[std::size_t(i)][std::size_t(k)]);
        }
    }
    BatchTable people = readPeople(catalogue(), everything(), cells.rows, cells.lines, QDate(2026, 3, 1));
    HALL_HOLDS(people.people.size() <= 200);
    for (const BatchError &error : people.errors) {
        HALL_HOLDS(catalogue().message(error.error) != nullptr);
    }
    for (Facts &person : people.people) {
        wipeFacts(person);
    }
    return 0;
}
