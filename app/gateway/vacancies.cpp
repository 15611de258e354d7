// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/vacancies.h"

#include <QJsonDocument>

namespace hall::gateway {

Result<QJsonArray> vacanciesFor(QSqlDatabase &db, const Wishes &wishes, const QDate &today)
{
    auto rows = run(db,
                    QStringLiteral("SELECT fields FROM vacancy WHERE valid_to >= ?"
                                   " ORDER BY pay_to DESC, vacancy_no"),
                    {today.toString(Qt::ISODate)});
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray found;
    while (found.size() < kMostVacancies && rows->next()) {
        const QJsonObject vacancy = QJsonDocument::fromJson(rows->value(0).toString().toUtf8()).object();
        if (suits(vacancy, wishes)) {
            found.append(vacancy);
        }
    }
    return found;
}

Done loadVacancy(QSqlDatabase &db, const QJsonObject &fields)
{
    const QString number = fields.value(QStringLiteral("vacancy_no")).toString();
    const QString until = fields.value(QStringLiteral("vacancy_valid_to")).toString();
    if (number.isEmpty() || !QDate::fromString(until, Qt::ISODate).isValid()) {
        return fail(FaultCode::FileInvalid, "a vacancy without vacancy_no or vacancy_valid_to");
    }
    auto row = run(db,
                   QStringLiteral("INSERT INTO vacancy (vacancy_no, valid_to, pay_to, fields) VALUES (?, ?, ?, ?)"
                                  " ON CONFLICT (vacancy_no) DO UPDATE SET valid_to = excluded.valid_to,"
                                  " pay_to = excluded.pay_to, fields = excluded.fields"),
                   {number, until, fields.value(QStringLiteral("vacancy_pay_to")).toInteger(),
                    QString::fromUtf8(QJsonDocument(fields).toJson(QJsonDocument::Compact))});
    if (!row) {
        return fail(row.error());
    }
    return {};
}

}  // namespace hall::gateway
