// SPDX-License-Identifier: GPL-3.0-or-later
// All that is wrong with one file, told at once: where it breaks its schema and what its readers say. What they say of
// a misshapen place, or of what lies around it or in it, only follows from that and is not told as well.
#pragma once

#include "app/catalogue/defect.h"
#include "app/catalogue/schemacheck.h"

#include <algorithm>

namespace hall {

class FileDefects
{
public:
    explicit FileDefects(const QString &file) : m_report(file, m_read), m_shape(file, m_broken) {}
    Q_DISABLE_COPY_MOVE(FileDefects)

    // What readers add to.
    [[nodiscard]] FileReport &report() { return m_report; }
    void check(const QString &schema, const QJsonObject &document)
    {
        m_misshapen += checkSchema(schema, document, m_shape);
    }
    [[nodiscard]] bool clean() const { return m_read.isEmpty() && m_broken.isEmpty(); }
    [[nodiscard]] bool shaped() const { return m_broken.isEmpty(); }
    // JSON Pointers, of what is missing too.
    [[nodiscard]] const QStringList &misshapen() const { return m_misshapen; }
    [[nodiscard]] QVector<Defect> all() const
    {
        QVector<Defect> told = m_broken;
        std::copy_if(m_read.begin(), m_read.end(), std::back_inserter(told), [this](const Defect &defect) {
            return std::none_of(m_misshapen.begin(), m_misshapen.end(), [&defect](const QString &place) {
                return lies(defect.path, place) || lies(place, defect.path) ||
                       std::any_of(defect.restsOn.begin(), defect.restsOn.end(),
                                   [&place](const QString &other) { return lies(place, other) || lies(other, place); });
            });
        });
        return told;
    }

private:
    static bool lies(const QString &path, const QString &in)
    {
        return path.startsWith(in) && (path.size() == in.size() || path[in.size()] == QLatin1Char('/'));
    }

    QVector<Defect> m_read;
    QVector<Defect> m_broken;
    QStringList m_misshapen;
    FileReport m_report;
    FileReport m_shape;
};

}  // namespace hall
