// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/cataloguereport.h"

#include <QJsonObject>

#include <cmath>

namespace hall {

namespace {

void count(Share &share, bool part, Basis basis)
{
    share.part += part ? 1 : 0;
    ++share.whole;
    share.basis.add(basis);
}

void addCase(CatalogueReport &report, const OnceCase &one, const Catalogue &catalogue, const Proven &proven, Basis list)
{
    const bool shown = proven.online.contains(one.service);
    ++report.cases;
    report.materials.part += shown ? one.materials.before - one.materials.after : 0;
    report.materials.whole += one.materials.before;
    report.materials.basis.add(one.materials.basis);
    report.time.part += shown ? one.workdays.before - one.workdays.after : 0;
    report.time.whole += one.workdays.before;
    report.time.basis.add(one.workdays.basis);
    count(report.immediate, shown && one.workdays.after <= 1, one.workdays.basis);
    const bool here = one.level == KioskLevel::Full && one.channels.contains(u"kiosk"_qs);
    count(report.selfService, shown && here, list);
    count(report.online, shown && one.channels.contains(u"online"_qs), list);
    const Service *service = catalogue.service(one.service);
    const bool without = here && service && service->offlineAllowed;
    count(report.offline, without && proven.offline.contains(one.service), list);
    count(report.visits, shown && one.visits <= 1, list);
    if (!shown) {
        report.unproven.append(one.service);
    }
}

void addCardFunctions(CatalogueReport &report, const Catalogue &catalogue, const Proven &proven)
{
    for (const QString &function : cardFunctions()) {
        const Service *carrier = nullptr;
        for (const Service &service : catalogue.services()) {
            if (service.oneCard.contains(function) && proven.online.contains(service.id)) {
                carrier = &service;
                break;
            }
        }
        count(report.oneCard, carrier, carrier ? carrier->basis.fields : Basis::Assumed);
    }
}

}  // namespace

void BasisCount::add(Basis basis)
{
    switch (basis) {
    case Basis::Law:
        ++law;
        break;
    case Basis::Source:
        ++source;
        break;
    case Basis::Assumed:
        ++assumed;
        break;
    }
}

double Share::percent() const
{
    return whole > 0 ? std::round(1000.0 * part / whole) / 10.0 : 0.0;
}

Proven provenBy(const QJsonObject &json, const Catalogue &catalogue)
{
    Proven proven;
    const QJsonObject services = json[u"services"].toObject();
    for (auto it = services.constBegin(); it != services.constEnd(); ++it) {
        const Service *service = catalogue.service(it.key());
        const QJsonObject shown = it.value().toObject();
        if (!service || service->digest != shown[u"digest"].toString()) {
            continue;
        }
        if (shown[u"online"].toBool()) {
            proven.online.insert(it.key());
        }
        if (shown[u"offline"].toBool()) {
            proven.offline.insert(it.key());
        }
    }
    return proven;
}

CatalogueReport catalogueReport(const Catalogue &catalogue, const Proven &proven)
{
    CatalogueReport report;
    const VisitOnce &list = catalogue.visitOnce();
    report.items = int(list.items.size());
    for (const OnceItem &item : list.items) {
        for (const OnceCase &one : item.cases) {
            addCase(report, one, catalogue, proven, list.basis);
        }
    }
    addCardFunctions(report, catalogue, proven);
    for (const Share *share : {&report.materials, &report.time, &report.immediate, &report.selfService, &report.online,
                               &report.offline, &report.visits, &report.oneCard}) {
        report.basis.law += share->basis.law;
        report.basis.source += share->basis.source;
        report.basis.assumed += share->basis.assumed;
    }
    report.unproven.sort();
    report.unproven.removeDuplicates();
    return report;
}

}  // namespace hall
