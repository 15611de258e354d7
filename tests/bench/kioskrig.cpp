// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/kioskrig.h"

#include "app/ctl/kioskdata.h"
#include "app/protocol/casebody.h"
#include "app/protocol/seal.h"

namespace hall::bench {

namespace {

const QString serviceId = QStringLiteral("unemployment-registration");

}  // namespace

Result<std::unique_ptr<KioskRig>> KioskRig::open(const QString &folder, const Settings &settings)
{
    auto rig = std::unique_ptr<KioskRig>(new KioskRig);
    rig->m_catalogue = loadCatalogue(settings.resources + QStringLiteral("/catalogue")).catalogue;
    rig->m_service = rig->m_catalogue.service(serviceId);
    if (!rig->m_service) {
        return fail(FaultCode::FileInvalid,
                    settings.resources.toStdString() + ": no catalogue with the service " + serviceId.toStdString());
    }
    auto store = ctl::openStore(folder, true);
    if (!store) {
        return fail(store.error());
    }
    rig->m_store = std::move(*store);
    rig->m_writer = std::make_unique<CaseWriter>(*rig->m_store, rig->m_clock);
    rig->m_person.source = IdentitySource::Typed;
    rig->m_person.name = Sensitive<QString>(QStringLiteral("张测试"));
    rig->m_person.number = Sensitive<QString>(QStringLiteral("37020019900307006X"));
    const auto bare = encodeCaseBody(rig->newCase(0), rig->m_person);
    if (!bare) {
        return fail(bare.error());
    }
    rig->m_overhead = bare->reveal().size();
    return rig;
}

Result<std::unique_ptr<KioskRig>> KioskRig::make(const QString &folder, const Settings &settings)
{
    auto rig = open(folder, settings);
    if (rig) {
        const Signer signer = Signer::generate();
        (*rig)->m_signKey = signer.publicKey();
        (*rig)->m_writer->setIdentity(SealIdentity{QStringLiteral("bench-kiosk"), signer, newSealKeyPair().publicKey});
    }
    return rig;
}

Result<std::unique_ptr<KioskRig>> KioskRig::enrolled(const QString &folder, const Settings &settings,
                                                     const QString &gateway, const QString &code,
                                                     const QByteArray &authority)
{
    auto rig = open(folder, settings);
    if (!rig) {
        return rig;
    }
    Enrolment enrolment(folder);
    auto identity = ctl::waitFor(enrolment.enrol(QUrl(gateway), code, authority));
    if (!identity) {
        return fail(identity.error());
    }
    (*rig)->m_identity = *identity;
    (*rig)->m_signKey = identity->signer.publicKey();
    (*rig)->m_writer->setIdentity(
        SealIdentity{identity->kiosk, identity->signer, sealKeyOf(*identity, (*rig)->m_clock.wall().count())});
    return rig;
}

Transaction KioskRig::newCase(qint64 bytes) const
{
    Transaction made;
    made.id = newTransactionId(m_clock.wall().count());
    made.service = m_service->id;
    made.serviceVersion = m_service->version;
    made.catalogueVersion = m_catalogue.version();
    made.form = QStringLiteral("online");
    made.submittedAt = QDateTime::fromMSecsSinceEpoch(m_clock.wall().count(), Qt::UTC);
    made.consent = {m_service->consent.version, made.submittedAt};
    made.test = true;
    made.answers =
        Sensitive<QByteArray>("{\"remark\":\"" + QByteArray(std::max<qint64>(0, bytes - m_overhead), 'x') + "\"}");
    return made;
}

QFuture<Result<Committed>> KioskRig::handIn(const Transaction &transaction)
{
    return m_writer->commit(transaction, m_person);
}

Done KioskRig::addScan(Transaction &transaction, const QByteArray &scan)
{
    const Result<Material> written =
        ctl::waitFor(m_writer->writePage(QStringLiteral("end-of-job-proof"), 1, Sensitive<QByteArray>(scan)));
    if (!written) {
        return fail(written.error());
    }
    transaction.materials.append(*written);
    return {};
}

Done KioskRig::commit(const Transaction &transaction)
{
    const Result<Committed> committed = handIn(transaction).result();
    return committed ? Done() : Done(fail(committed.error()));
}

}  // namespace hall::bench
