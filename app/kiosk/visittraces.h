// SPDX-License-Identifier: GPL-3.0-or-later
// Looks through the process's own writable memory for what the last visitor's card said. Qt keeps copies that no type
// can reach; when some are left after a visit, the program starts itself anew instead of hoping.
#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>

namespace hall {

class VisitTraces
{
public:
    // Keeps the text in UTF-8 and UTF-16, masked with random bytes, so that keeping it is not itself a trace.
    // Texts under three characters and forms under six bytes are not kept: they would be found by chance.
    void remember(const QString &text);
    void forget();
    [[nodiscard]] bool empty() const { return m_needles.isEmpty(); }

    // How often a remembered text stands in memory now. Reads every writable mapping; about 0.1 s per 100 MB. Any
    // thread, while nobody calls remember() or forget().
    [[nodiscard]] int count() const;

private:
    struct Needle
    {
        QByteArray masked;
        QByteArray mask;
    };
    void rememberBytes(const QByteArray &bytes);
    // Hits in `size` bytes that begin before `beginsBefore`.
    [[nodiscard]] int countIn(const char *piece, std::size_t size, std::size_t beginsBefore) const;

    QVector<Needle> m_needles;
};

}  // namespace hall
