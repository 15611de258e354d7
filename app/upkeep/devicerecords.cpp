// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/devicerecords.h"

#include "app/store/kioskstore.h"

#include <QJsonDocument>

#include <cmath>

namespace hall {

namespace {

// Metres to the millimetre; everything else is a whole number.
double rounded(double value)
{
    return std::round(value * 1000) / 1000;
}

QByteArray aboutDevice(const QString &deviceId)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("device"), deviceId}}).toJson(QJsonDocument::Compact);
}

}  // namespace

DeviceRecords::DeviceRecords(DeviceHub &hub, KioskStore &store, QObject *parent)
    : QObject(parent), m_hub(hub), m_store(store)
{
    load();
    connect(&m_hub, &DeviceHub::counted, this, [this](const QString &id, const QString &what, double by) {
        double &value = m_records[id].counts[what];
        value = rounded(value + by);
        touch();
    });
    connect(&m_hub, &DeviceHub::identityChanged, this, &DeviceRecords::onIdentity);
    m_save.setSingleShot(true);
    m_save.setInterval(saveMs);
    connect(&m_save, &QTimer::timeout, this, &DeviceRecords::save);
    for (auto it = m_records.constBegin(); it != m_records.constEnd(); ++it) {
        if (it->held) {
            m_hub.hold(it.key(), true);
        }
    }
}

DeviceRecords::~DeviceRecords()
{
    save();
}

// What cannot be read is begun anew: counts are worth less than a kiosk that starts.
void DeviceRecords::load()
{
    const Result<QByteArray> kept = m_store.setting(QString::fromLatin1(settingKey)).result();
    const QJsonObject all = kept ? QJsonDocument::fromJson(*kept).object() : QJsonObject();
    for (auto it = all.begin(); it != all.end(); ++it) {
        const QJsonObject one = it->toObject();
        Record record;
        record.identity = one.value(u"identity").toString();
        record.swapped = one.value(u"swapped").toBool();
        record.held = one.value(u"held").toBool();
        const QJsonObject counts = one.value(u"counts").toObject();
        for (auto count = counts.begin(); count != counts.end(); ++count) {
            record.counts.insert(count.key(), count->toDouble());
        }
        m_records.insert(it.key(), record);
    }
}

void DeviceRecords::touch()
{
    m_dirty = true;
    if (!m_save.isActive()) {
        m_save.start();
    }
    Q_EMIT changed();
}

void DeviceRecords::save()
{
    if (!m_dirty) {
        return;
    }
    m_dirty = false;
    QJsonObject all;
    for (auto it = m_records.constBegin(); it != m_records.constEnd(); ++it) {
        QJsonObject counts;
        for (auto count = it->counts.constBegin(); count != it->counts.constEnd(); ++count) {
            counts.insert(count.key(), *count);
        }
        all.insert(it.key(), QJsonObject{{QStringLiteral("identity"), it->identity},
                                         {QStringLiteral("swapped"), it->swapped},
                                         {QStringLiteral("held"), it->held},
                                         {QStringLiteral("counts"), counts}});
    }
    m_store.setSetting(QString::fromLatin1(settingKey), QJsonDocument(all).toJson(QJsonDocument::Compact));
}

QHash<QString, double> DeviceRecords::counts(const QString &deviceId) const
{
    return m_records.value(deviceId).counts;
}

QJsonObject DeviceRecords::json() const
{
    QJsonObject all;
    for (auto it = m_records.constBegin(); it != m_records.constEnd(); ++it) {
        QJsonObject counts;
        for (auto count = it->counts.constBegin(); count != it->counts.constEnd(); ++count) {
            counts.insert(count.key(), *count);
        }
        all.insert(it.key(), counts);
    }
    return all;
}

bool DeviceRecords::hold(const QString &deviceId, bool on)
{
    if (!m_hub.hold(deviceId, on)) {
        return false;
    }
    if (m_records[deviceId].held != on) {
        m_records[deviceId].held = on;
        m_store.appendAudit(on ? QStringLiteral("device-held") : QStringLiteral("device-released"),
                            aboutDevice(deviceId));
        touch();
        save();  // a restart must not bring it back
    }
    return true;
}

void DeviceRecords::onIdentity(const QString &deviceId, const QString &identity)
{
    Record &record = m_records[deviceId];
    if (record.identity == identity) {
        return;
    }
    if (!record.identity.isEmpty()) {
        record.swapped = true;
        m_store.appendAudit(QStringLiteral("device-swapped"), aboutDevice(deviceId));
    }
    record.identity = identity;
    touch();
}

bool DeviceRecords::swapped(const QString &deviceId) const
{
    return m_records.value(deviceId).swapped;
}

void DeviceRecords::acceptSwap(const QString &deviceId)
{
    if (!swapped(deviceId)) {
        return;
    }
    Record &record = m_records[deviceId];
    record.swapped = false;
    record.counts.clear();
    m_store.appendAudit(QStringLiteral("device-accepted"), aboutDevice(deviceId));
    touch();
}

}  // namespace hall
