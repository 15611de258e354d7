// SPDX-License-Identifier: GPL-3.0-or-later
// The real driver over the real pcscd, with vsmartcard's virtual reader (two slots) and cards that answer from card
// files. A program runs itself again inside private mount and network namespaces, so that any number of them run side
// by side; without rights or packages it ends with the exit status `skipped` and the reason.
#pragma once

#include "drivers/card/socialcardreader.h"
#include "drivers/hub/carddecode.h"
#include "drivers/transport/pcsctransport.h"
#include "tests/support/virtualcard.h"
#include "tests/unit/card/cardevents.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <unistd.h>

#include <cstdio>
#include <numeric>

namespace hall::device {

constexpr unsigned short firstPort = 35963;  // 0x8C7B, of vpcd's first slot; the second has the next
constexpr int slotCount = 2;

inline std::string slotName(int slot)
{
    return "Virtual PCD 00 0" + std::to_string(slot);
}

inline CardFile card(const char *name)
{
    const auto file = readCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/") + QLatin1String(name) +
                                   QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

inline SocialCardReader::Options options(const std::string &reader = slotName(0))
{
    SocialCardReader::Options chosen;
    chosen.readerFilter = reader;
    chosen.recovery.pauses = {std::chrono::milliseconds(100)};
    chosen.settle = std::chrono::seconds(20);
    return chosen;
}

// A slot, a card for it, and the driver that looks at no other slot.
struct Seat
{
    explicit Seat(int slot)
        : virtualCard(static_cast<unsigned short>(firstPort + slot)),
          reader(std::make_shared<PcscTransport>(), options(slotName(slot)))
    {
        events.attach(reader);
        reader.start();
    }

    [[nodiscard]] QString told() const { return QString::fromStdString(events.text()); }
    [[nodiscard]] QString outcome(const char *of) const
    {
        return QStringLiteral("%1: %2 %3")
            .arg(QLatin1String(of), told(), QString::fromStdString(events.fault().detail));
    }
    [[nodiscard]] SocialCardContents contents() const { return std::get<SocialCardContents>(*events.contents()); }

    VirtualCard virtualCard;
    CardEvents events;
    SocialCardReader reader;
};

inline QString nameOn(const SocialCardContents &contents)
{
    const auto person = decodeCard(contents);
    return person ? person->name.reveal() : QString();
}

// pcscd, started and ended by the test.
class Pcscd
{
public:
    ~Pcscd() { kill(); }
    [[nodiscard]] bool start()
    {
        m_process.setProcessChannelMode(QProcess::ForwardedChannels);
        m_process.start(QStringLiteral("pcscd"), {QStringLiteral("--foreground")});
        PcscTransport transport;
        return m_process.waitForStarted() &&
               QTest::qWaitFor([&transport] { return transport.cardSlots().has_value(); }, 20'000);
    }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    // Whether so many slots hold a card before long. pcscd notices only every 400 ms that one has come or gone.
    [[nodiscard]] static bool waitForCards(int count)
    {
        PcscTransport transport;
        return QTest::qWaitFor(
            [&transport, count] {
                const auto seen = transport.cardSlots();
                return seen && std::count_if(seen->begin(), seen->end(),
                                             [](const CardSlot &slot) { return slot.present || slot.mute; }) == count;
            },
            20'000);
    }

private:
    QProcess m_process;
};

constexpr int skipped = 77;
constexpr const char *insideMark = "HALL_PCSC_NAMESPACE";

inline int skip(const char *reason)
{
    std::printf("SKIP: %s\n", reason);
    return skipped;
}

// Its own /run (the socket of pcscd) and its own network (the port of vpcd). Never returns when it worked.
inline int enterNamespaces(const QString &self, const QStringList &arguments)
{
    if (QStandardPaths::findExecutable(QStringLiteral("pcscd")).isEmpty() &&
        !QFile::exists(QStringLiteral("/usr/sbin/pcscd"))) {
        return skip("pcscd is not installed (package pcscd)");
    }
    if (!QFile::exists(QStringLiteral("/etc/reader.conf.d/vpcd"))) {
        return skip("no virtual reader in pcscd (package vsmartcard-vpcd)");
    }
    const QString rights = geteuid() == 0 ? QStringLiteral("-mn") : QStringLiteral("-Urmn");
    const QStringList unshare{rights, QStringLiteral("--propagation"), QStringLiteral("private"), QStringLiteral("sh"),
                              QStringLiteral("-c")};
    const QString prepare = QStringLiteral("mount -t tmpfs run /run && mkdir -p /run/pcscd && ip link set lo up");
    if (QProcess::execute(QStringLiteral("unshare"), unshare + QStringList{prepare}) != 0) {
        return skip("no right to make namespaces (unshare), or no ip (package iproute2)");
    }
    qputenv(insideMark, "1");
    qputenv("PATH", qgetenv("PATH") + ":/usr/sbin:/sbin");
    return QProcess::execute(QStringLiteral("unshare"),
                             unshare + QStringList{prepare + QStringLiteral(" && exec \"$0\" \"$@\""), self} +
                                 arguments);
}

}  // namespace hall::device
