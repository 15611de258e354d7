// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/referencedata.h"

#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/receiptwords.h"
#include "app/catalogue/vacancylist.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/centresettings.h"
#include "app/protocol/secretfile.h"
#include "app/regions/regionprofiles.h"
#include "app/upkeep/stafflist.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

namespace hall {
namespace {

// In the region that the settings of the release say, else in the machine's own.
Done checkRegion(const QString &folder, const QString &region)
{
    CatalogueTerms terms;
    terms.region = region;
    return loadCatalogue(folder, terms).catalogue.hallMayStandIn(region);
}

Done checkCatalogue(const QString &folder, const QString &region)
{
    CatalogueTerms terms;
    terms.region = region;
    const LoadedCatalogue loaded = loadCatalogue(folder, terms);
    if (!loaded.defects.isEmpty()) {
        const Defect &first = loaded.defects.first();
        return fail(FaultCode::FileInvalid,
                    QStringLiteral("%1#%2: %3").arg(first.file, first.path, first.reason).toStdString());
    }
    if (loaded.catalogue.services().isEmpty()) {
        return fail(FaultCode::FileInvalid, "the catalogue has no service");
    }
    if (auto there = loaded.catalogue.hallMayStandIn(region); !there) {
        return there;
    }
    return checkWordFiles(folder);
}

Done checkStaff(const QString &folder, const QByteArray &centreKey)
{
    const auto list = readWholeFile(folder + QStringLiteral("/staff.json"), kRefFileBytes);
    const auto signature = readWholeFile(folder + QStringLiteral("/staff.sig"), Signer::kSignatureBytes);
    if (!list || !signature) {
        return fail(list ? signature.error() : list.error());
    }
    const auto read = StaffList::read(*list, *signature, centreKey);
    return read ? Done() : fail(read.error());
}

Done checkVacancies(const QString &folder)
{
    for (const QString &name : QDir(folder).entryList(QDir::Files)) {
        const auto json = readWholeFile(QDir(folder).filePath(name), kRefFileBytes);
        const auto object = json ? parseJsonObject(*json, kRefFileBytes) : fail(json.error());
        if (!object) {
            return fail(FaultCode::FileInvalid, "vacancies/" + name.toStdString() + ": " + object.error().detail);
        }
        if (const auto list = parseVacancies(*object); !list) {
            return fail(FaultCode::FileInvalid, name.toStdString() + ": " + list.error().detail);
        }
    }
    return {};
}

}  // namespace

Done checkRelease(const QString &folder, const KioskGround &ground)
{
    const auto has = [&folder](const char *part) { return QFileInfo::exists(folder + u'/' + QLatin1String(part)); };
    QString region = ground.region;
    if (has("configuration")) {
        const auto json = readWholeFile(folder + QStringLiteral("/configuration/kiosks.json"), kCentreSettingsBytes);
        const auto settings = json ? parseCentreSettings(*json, ground.kiosk) : fail(json.error());
        if (!settings) {
            return fail(settings.error());
        }
        region = settings->region.isEmpty() ? region : settings->region;
    }
    if (has("catalogue")) {
        if (auto done = checkCatalogue(folder + QStringLiteral("/catalogue"), region); !done) {
            return done;
        }
    } else if (region != ground.region) {
        if (auto done = checkRegion(ground.catalogue, region); !done) {
            return done;
        }
    }
    if (has("regions")) {
        const LoadedRegions regions = loadRegionProfiles(folder + QStringLiteral("/regions"), ground.centreKey);
        if (!regions.refused.isEmpty()) {
            return fail(regions.refused.first());
        }
    }
    if (has("staff")) {
        if (auto done = checkStaff(folder + QStringLiteral("/staff"), ground.centreKey); !done) {
            return done;
        }
    }
    return has("vacancies") ? checkVacancies(folder + QStringLiteral("/vacancies")) : Done();
}

ReferenceData::ReferenceData(const QString &dataDir, KioskGround ground, QObject *parent)
    : QObject(parent), m_ground(std::move(ground)), m_shelf(dataDir + QStringLiteral("/reference"), m_ground.centreKey)
{
}

ReferenceData::~ReferenceData()
{
    m_thread.quit();
    m_thread.wait();
}

Done ReferenceData::open()
{
    return m_shelf.open();
}

void ReferenceData::start(const KioskIdentity &identity, const RefTiming &timing)
{
    const auto check = [ground = m_ground](const QString &folder) { return checkRelease(folder, ground); };
    m_client = new RefClient(m_shelf, identity, check, timing);
    m_client->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_client, &QObject::deleteLater);
    connect(&m_thread, &QThread::started, m_client, &RefClient::look);
    connect(m_client, &RefClient::problemChanged, this, [this](const QString &code) {
        m_problem = code;
        Q_EMIT changed();
    });
    connect(m_client, &RefClient::staged, this, &ReferenceData::changed);
    m_thread.start(QThread::LowPriority);
}

void ReferenceData::setCertificate(const KioskIdentity &identity)
{
    if (m_client) {
        QMetaObject::invokeMethod(m_client, [client = m_client, identity] { client->setCertificate(identity); });
    }
}

bool ReferenceData::nextWaits() const
{
    const RefShelf::State state = m_shelf.state();
    return state.staged > 0 && state.proven;
}

QJsonObject ReferenceData::report() const
{
    const RefShelf::State state = m_shelf.state();
    QJsonArray refused;
    for (const RefShelf::Refused &one : state.refused) {
        refused.append(QJsonObject{{QStringLiteral("number"), one.number}, {QStringLiteral("code"), one.code}});
    }
    return {{QStringLiteral("current"), state.current},
            {QStringLiteral("previous"), state.previous},
            {QStringLiteral("staged"), state.staged},
            {QStringLiteral("problem"), m_problem},
            {QStringLiteral("refused"), refused}};
}

}  // namespace hall
