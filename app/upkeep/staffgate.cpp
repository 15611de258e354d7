// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/staffgate.h"

#include "app/store/kioskstore.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const QString triesKey = QStringLiteral("staff.tries");

// 15, 30, 60 … seconds for the fifth, sixth, seventh … wrong PIN in a row.
seconds waitAfter(int wrong)
{
    if (wrong < StaffGate::freeTries) {
        return seconds(0);
    }
    seconds wait = StaffGate::firstWait;
    for (int n = StaffGate::freeTries; n < wrong && wait < StaffGate::longestWait; ++n) {
        wait *= 2;
    }
    return std::min(wait, StaffGate::longestWait);
}

}  // namespace

StaffGate::StaffGate(KioskStore &store, const Clock &clock) : m_store(store), m_clock(clock)
{
    readTries();
}

Done StaffGate::load(const QByteArray &json, const QByteArray &signature, const QByteArray &centreKey)
{
    Result<StaffList> list = StaffList::read(json, signature, centreKey);
    if (!list) {
        return fail(list.error());
    }
    m_list = *list;
    // Tries of cards that are on no list any more need no memory.
    m_tries.removeIf([&list](const auto &tries) { return !list->find(tries.key()); });
    return {};
}

Result<StaffEntry> StaffGate::admitted(const QString &cardNumber) const
{
    if (!m_list) {
        return fail(FaultCode::StaffUnknownCard, "no staff list");
    }
    const std::optional<StaffEntry> entry = m_list->find(m_list->tagOf(cardNumber));
    if (!entry) {
        return fail(FaultCode::StaffUnknownCard, "not on the staff list");
    }
    // The last day counts in the hall's own time zone.
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_clock.wall().count()).date();
    if (today > entry->expires) {
        return fail(FaultCode::StaffExpired, "expired on the staff list");
    }
    if (remaining(entry->cardTag) > milliseconds(0)) {
        return fail(FaultCode::StaffLocked, "waiting after wrong PINs");
    }
    return *entry;
}

Result<StaffRole> StaffGate::present(const QString &cardNumber) const
{
    const Result<StaffEntry> entry = admitted(cardNumber);
    return entry ? Result<StaffRole>(entry->role) : Result<StaffRole>(fail(entry.error()));
}

Result<StaffRole> StaffGate::enter(const QString &cardNumber, const QString &pin)
{
    const Result<StaffEntry> entry = admitted(cardNumber);
    if (!entry) {
        return fail(entry.error());
    }
    QHash<QByteArray, Tries> tries = m_tries;
    Tries &mine = tries[entry->cardTag];
    ++mine.wrong;
    lock(mine);
    if (const Done written = write(tries); !written) {
        return fail(written.error());
    }
    m_tries = tries;
    if (!pinMatches(entry->pin, pin)) {
        return fail(FaultCode::StaffWrongPin, "try " + std::to_string(mine.wrong));
    }
    tries.remove(entry->cardTag);
    if (const Done written = write(tries); !written) {
        return fail(written.error());
    }
    m_tries = tries;
    return entry->role;
}

QByteArray StaffGate::tagOf(const QString &cardNumber) const
{
    return m_list ? m_list->tagOf(cardNumber) : QByteArray();
}

seconds StaffGate::lockedFor(const QString &cardNumber) const
{
    return m_list ? std::chrono::ceil<seconds>(remaining(m_list->tagOf(cardNumber))) : seconds(0);
}

milliseconds StaffGate::remaining(const QByteArray &cardTag) const
{
    const Tries tries = m_tries.value(cardTag);
    return std::max(tries.lockedUntil - m_clock.monotonic(), milliseconds(0));
}

void StaffGate::lock(Tries &tries) const
{
    const seconds wait = waitAfter(tries.wrong);
    tries.lockedUntil = wait > seconds(0) ? m_clock.monotonic() + wait : milliseconds(0);
}

Done StaffGate::write(const QHash<QByteArray, Tries> &tries)
{
    QJsonObject object;
    for (auto it = tries.begin(); it != tries.end(); ++it) {
        object.insert(QString::fromLatin1(it.key().toHex()), it->wrong);
    }
    return m_store.setSetting(triesKey, QJsonDocument(object).toJson(QJsonDocument::Compact)).result();
}

void StaffGate::readTries()
{
    const Result<QByteArray> stored = m_store.setting(triesKey).result();
    if (!stored) {
        return;
    }
    const QJsonObject object = QJsonDocument::fromJson(*stored).object();
    for (auto it = object.begin(); it != object.end(); ++it) {
        Tries tries{it.value().toInt(), milliseconds(0)};
        lock(tries);
        m_tries.insert(QByteArray::fromHex(it.key().toLatin1()), tries);
    }
}

}  // namespace hall
