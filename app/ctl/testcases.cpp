// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/testcases.h"

#include "app/ctl/kioskdata.h"
#include "app/protocol/casebody.h"

namespace hall::ctl {

namespace {

// Fictional: numbers of a city's code (370200) are on no issued card.
Identity testPerson()
{
    Identity person;
    person.source = IdentitySource::Typed;
    person.name = Sensitive<QString>(QStringLiteral("张测试"));
    person.number = Sensitive<QString>(QStringLiteral("37020019900307006X"));
    return person;
}

Sensitive<QByteArray> answersOf(qint64 padding)
{
    return Sensitive<QByteArray>("{\"remark\":\"" + QByteArray(padding, 'x') + "\"}");
}

}  // namespace

Result<MadeCase> addTestCase(CaseWriter &writer, const Clock &clock, const TestCases &wanted)
{
    Transaction transaction;
    transaction.id = newTransactionId(clock.wall().count());
    transaction.service = wanted.service->id;
    transaction.serviceVersion = wanted.service->version;
    transaction.catalogueVersion = wanted.catalogueVersion;
    transaction.form = QStringLiteral("online");
    transaction.submittedAt = QDateTime::fromMSecsSinceEpoch(clock.wall().count(), Qt::UTC);
    transaction.consent = {wanted.service->consent.version, transaction.submittedAt};
    transaction.test = true;
    transaction.answers = answersOf(0);
    if (!wanted.scan.isEmpty()) {
        const QString kind =
            wanted.service->materials.isEmpty() ? QStringLiteral("page") : wanted.service->materials.constFirst().id;
        const auto page = waitFor(writer.writePage(kind, 1, Sensitive<QByteArray>(wanted.scan)));
        if (!page) {
            return fail(page.error());
        }
        transaction.materials.append(*page);
    }
    const Identity person = testPerson();
    const auto bare = encodeCaseBody(transaction, person);
    if (!bare) {
        return fail(bare.error());
    }
    transaction.answers = answersOf(std::max<qint64>(0, wanted.bodyBytes - bare->reveal().size()));
    const auto committed = waitFor(writer.commit(transaction, person, Priority::Normal));
    if (!committed) {
        return fail(committed.error());
    }
    return MadeCase{transaction.id, *committed};
}

}  // namespace hall::ctl
