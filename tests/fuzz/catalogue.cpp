// SPDX-License-Identifier: GPL-3.0-or-later
// Catalogue files as somebody in the hall may write them. First byte: which kind the rest is. Every defect names a
// place in the file and a cure, and what was accepted can be shown as a form. Services and dictionaries are read
// against the real catalogue in memory, those that break their schema too; the small files through the loader, alone in
// a folder.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/dictionaryreader.h"
#include "app/catalogue/filedefects.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/listreader.h"
#include "app/catalogue/needs.h"
#include "app/catalogue/policyreader.h"
#include "app/catalogue/servicereader.h"
#include "tests/fuzz/cataloguechecks.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace hall;
using hall::fuzz::checkDefects;
using hall::fuzz::Input;
using hall::fuzz::today;
using hall::fuzz::useForms;

namespace {

const CatalogueData &real()
{
    static const CatalogueData data = [] {
        const LoadedCatalogue loaded = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"));
        HALL_HOLDS(loaded.defects.isEmpty());
        return loaded.catalogue.data();
    }();
    return data;
}

void service(const QByteArray &json)
{
    static const Catalogue catalogue(real());
    const QJsonObject document = QJsonDocument::fromJson(json).object();
    FileDefects defects(QStringLiteral("file"));
    FileReport &report = defects.report();
    defects.check(QStringLiteral("service"), document);
    const Service read = readService(document, real(), report);
    if (defects.clean()) {
        useForms(read, catalogue);
        for (const QString &fact : read.facts) {
            HALL_HOLDS(catalogue.field(fact) != nullptr);
        }
    }
    checkDefects(defects.all(), report.file(), document);
}

void dictionary(const QByteArray &json)
{
    const QJsonObject document = QJsonDocument::fromJson(json).object();
    FileDefects defects(QStringLiteral("file"));
    FileReport &report = defects.report();
    defects.check(QStringLiteral("dictionary"), document);
    if (defects.clean()) {
        CatalogueData data = real();
        data.fields.clear();
        readDictionary(document, data, report);
        HALL_HOLDS(data.fields.size() <= document.value(QLatin1String("fields")).toObject().size());
    }
    checkDefects(defects.all(), report.file(), document);
}

// What is built from services, and what is built from days.
void lists(const QString &schema, const QByteArray &json)
{
    static const Catalogue catalogue(real());
    const QJsonObject document = QJsonDocument::fromJson(json).object();
    FileDefects defects(QStringLiteral("file"));
    FileReport &report = defects.report();
    defects.check(schema, document);
    if (schema == QLatin1String("chain")) {
        const Chain chain = readChain(document, real(), report);
        HALL_HOLDS(!defects.clean() || branch(chain, {}, today).size() <= chain.links.size());
    } else if (schema == QLatin1String("visit-once")) {
        const VisitOnce list = readVisitOnce(document, real(), report);
        for (const OnceItem &item : list.items) {
            HALL_HOLDS(!defects.clean() || !item.cases.isEmpty());
        }
    } else if (schema == QLatin1String("needs")) {
        CatalogueData data = real();
        data.needs = readNeeds(document, real(), report);
        for (const NeedRule &need : std::as_const(data.needs)) {
            HALL_HOLDS(data.services.contains(need.service));
            HALL_HOLDS(need.when.evaluate({}, {}) != Tri::Yes);
        }
        const Catalogue with(std::move(data));
        HALL_HOLDS(needsOf(with, {}, {}).isEmpty());
        (void)needsOf(with, {{QStringLiteral("job_end_recorded"), true}}, today);
    } else if (schema == QLatin1String("region")) {
        Region region;
        readRegion(document, real(), region, report);
        if (!defects.clean()) {  // told, and not used
            region = {};
        }
        for (const Service &one : catalogue.services()) {
            const Agency *agency = region.competent(one, {}, QStringLiteral("370202"));
            HALL_HOLDS(!defects.clean() || !agency || agency->district.startsWith(region.id));
        }
        rules::Policies policies;
        readPolicies(document, policies, report);
        (void)promisedDay(catalogue.services().first(), today, policies);
    } else {
        rules::Policies policies;
        readPolicies(document, policies, report);
        if (!defects.shaped()) {  // told, and not used
            policies = {};
        }
        (void)policies.calendar.after(today, 30);
        (void)policies.calendar.between(today, today.addDays(400));
        for (const rules::Policy &policy : policies.named) {
            (void)policy.on(today);
        }
        if (policies.retirement) {
            const auto day = rules::retirementDate(policies.retirement->man, {1970, 2, 28});
            HALL_HOLDS(!day || day->isValid());
        }
    }
    checkDefects(defects.all(), report.file(), document);
}

void alone(const QString &name, const QByteArray &json)
{
    static const QTemporaryDir dir;
    static const bool made = QDir(dir.path()).mkpath(QStringLiteral("codes"));
    const QString path = dir.filePath(name);
    QFile file(path);
    HALL_HOLDS(made && file.open(QIODevice::WriteOnly) && file.write(json) == json.size());
    file.close();
    const LoadedCatalogue loaded = loadCatalogue(dir.path());
    HALL_HOLDS(QFile::remove(path));
    checkDefects(loaded.defects, name, QJsonDocument::fromJson(json).object());
    for (const CodeTable &table : loaded.catalogue.tables()) {
        for (const CodeRow &row : table.rows()) {
            HALL_HOLDS(table.find(row.code) != nullptr);
            HALL_HOLDS(row.parent.isEmpty() || table.find(row.parent) != nullptr);
            (void)table.choices(row.code);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const int which = input.byte() % 11;
    const QByteArray json = fuzz::qbytes(input.rest());
    switch (which) {
    case 0:
        service(json);
        break;
    case 1:
        dictionary(json);
        break;
    case 2:
        alone(QStringLiteral("codes/sex.json"), json);
        break;
    case 3:
        alone(QStringLiteral("events.json"), json);
        break;
    case 4:
        alone(QStringLiteral("messages.json"), json);
        break;
    case 5:
        lists(QStringLiteral("chain"), json);
        break;
    case 6:
        lists(QStringLiteral("visit-once"), json);
        break;
    case 7:
        lists(QStringLiteral("policies"), json);
        break;
    case 8:
        lists(QStringLiteral("needs"), json);
        break;
    case 9:
        lists(QStringLiteral("region"), json);
        break;
    case 10:
        alone(QStringLiteral("dictionary.json"), json);
        break;
    }
    return 0;
}
