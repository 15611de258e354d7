// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates of a municipality: its authority, the core's, the gateway's; and each way of one that is not good.
#pragma once

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

namespace hall::test {

class Papers
{
public:
    Papers() { putRight(); }
    void putRight();
    // "expired", "early", "missing", "garbage", "for servers", "another key", "no key", "open key", "foreign": of the
    // gateway's. "core expired", "core of another authority", "core of another name", "after start: authority missing":
    // of the core's. Nothing else changes anything.
    void spoil(const QString &how);
    [[nodiscard]] QString authorityFile() const { return path("authority.pem"); }
    [[nodiscard]] QString coreFile() const { return path("core.pem"); }
    [[nodiscard]] QString coreKeyFile() const { return path("core.key"); }
    [[nodiscard]] QString certificateFile() const { return path("gateway.pem"); }
    [[nodiscard]] QString keyFile() const { return path("gateway.key"); }

private:
    struct Authority
    {
        QByteArray key;
        QByteArray pem;
    };
    [[nodiscard]] static Authority authority(const char *name);
    [[nodiscard]] QString path(const char *name) const { return m_dir.filePath(QLatin1String(name)); }
    void write(const char *name, const QByteArray &bytes, bool secret = false) const;

    QTemporaryDir m_dir;
    Authority m_ours = authority("Municipal authority");
    Authority m_other = authority("Another authority");
    QByteArray m_key;
    QByteArray m_coreKey;
};

}  // namespace hall::test
