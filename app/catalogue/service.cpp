// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/service.h"

#include <QHash>

namespace hall {

QStringList Form::fieldIds() const
{
    QStringList ids;
    for (const FormPage &page : pages) {
        for (const FormField &field : page.fields) {
            ids.append(field.id);
        }
    }
    return ids;
}

Facts afterwards(const Service &service, Facts facts)
{
    for (auto it = service.brings.constBegin(); it != service.brings.constEnd(); ++it) {
        facts.insert(it.key(), it.value());
    }
    return facts;
}

const QStringList &licenceKinds()
{
    static const QStringList kinds{QStringLiteral("business-licence"), QStringLiteral("diploma"),
                                   QStringLiteral("disability-card"),  QStringLiteral("household-register"),
                                   QStringLiteral("low-income"),       QStringLiteral("marriage-certificate"),
                                   QStringLiteral("skill-certificate")};
    return kinds;
}

QString licenceSource(const QString &kind)
{
    static const QHash<QString, QString> sources{
        {QStringLiteral("business-licence"), QStringLiteral("market-regulator")},
        {QStringLiteral("diploma"), QStringLiteral("education")},
        {QStringLiteral("disability-card"), QStringLiteral("disability")},
        {QStringLiteral("household-register"), QStringLiteral("police")},
        {QStringLiteral("low-income"), QStringLiteral("low-income")},
        {QStringLiteral("marriage-certificate"), QStringLiteral("marriage")},
        {QStringLiteral("skill-certificate"), QStringLiteral("education")}};
    return sources.value(kind);
}

bool isUnitLicence(const QString &kind)
{
    return kind == QLatin1String("business-licence");
}

const QStringList &checkSources()
{
    static const QStringList sources{
        QStringLiteral("police"),        QStringLiteral("market-regulator"), QStringLiteral("social-insurance"),
        QStringLiteral("labour-filing"), QStringLiteral("pension"),          QStringLiteral("death"),
        QStringLiteral("prison"),        QStringLiteral("education"),        QStringLiteral("disability"),
        QStringLiteral("low-income"),    QStringLiteral("marriage"),         QStringLiteral("bank")};
    return sources;
}

const QStringList &cardFunctions()
{
    static const QStringList functions{QStringLiteral("identity"), QStringLiteral("record"), QStringLiteral("query"),
                                       QStringLiteral("benefit"), QStringLiteral("payment")};
    return functions;
}

Basis basisOf(const QString &name)
{
    return name == QLatin1String("law") ? Basis::Law : name == QLatin1String("source") ? Basis::Source : Basis::Assumed;
}

bool validOn(const Service &service, const QDate &day)
{
    const bool early = day.isValid() && service.validFrom.isValid() && day < service.validFrom;
    const bool late = day.isValid() && service.validUntil.isValid() && day > service.validUntil;
    return !early && !late;
}

}  // namespace hall
