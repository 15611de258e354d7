// SPDX-License-Identifier: GPL-3.0-or-later
// What installers and the centre put on the disk: configuration, screen profile, command line, staff list, the notice
// and the words of a receipt. First byte: which.
#include "app/catalogue/receiptwords.h"
#include "app/kiosk/kioskconfig.h"
#include "app/upkeep/stafflist.h"
#include "tests/fuzz/fuzz.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include <cmath>
#include <sodium.h>

using namespace hall;
using hall::fuzz::Input;

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    // Never destroyed: what lives to the end of the process needs it.
    static const auto *const application = new QCoreApplication(*argc, *argv);
    HALL_HOLDS(application != nullptr);
    return 0;
}

namespace {

QString fileWith(const QByteArray &bytes)
{
    static const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("file.json"));
    QFile file(path);
    HALL_HOLDS(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    return path;
}

// The file that `option` names holds these bytes.
auto configured(const char *option, const QByteArray &bytes)
{
    return parseKioskConfig({QStringLiteral("hall-kiosk"), QLatin1String(option), fileWith(bytes)});
}

void check(const tl::expected<KioskConfig, UsageEnd> &config)
{
    if (!config) {
        HALL_HOLDS(config.error().exitCode != 0 && !config.error().text.isEmpty());
        return;
    }
    const ScreenProfile &screen = config->screen;
    HALL_HOLDS(screen.widthPx >= 480 && screen.widthPx <= 8192 && screen.heightPx >= 480 && screen.heightPx <= 8192);
    HALL_HOLDS(std::isfinite(screen.pixelsPerMm()) && screen.pixelsPerMm() > 0);
    HALL_HOLDS(std::isfinite(screen.bottomMm));
    HALL_HOLDS(screen.orientation == QLatin1String("portrait") || screen.orientation == QLatin1String("landscape"));
    HALL_HOLDS(config->language == QLatin1String("zh_CN") || config->language == QLatin1String("en"));
}

void configFile(const QByteArray &bytes)
{
    check(configured("--config", bytes));
}

void screenProfile(const QByteArray &bytes)
{
    check(configured("--profile", bytes));
}

void arguments(const QByteArray &bytes)
{
    QStringList words{QStringLiteral("hall-kiosk")};
    for (const QByteArray &word : bytes.split('\n')) {
        words.append(QString::fromUtf8(word));
    }
    const auto config = parseKioskConfig(words);
    HALL_HOLDS(config || !config.error().text.isEmpty());
}

struct Centre
{
    QByteArray publicKey = QByteArray(crypto_sign_PUBLICKEYBYTES, '\0');
    QByteArray secretKey = QByteArray(crypto_sign_SECRETKEYBYTES, '\0');

    Centre()
    {
        const QByteArray seed(crypto_sign_SEEDBYTES, '\x05');
        HALL_HOLDS(sodium_init() >= 0);
        crypto_sign_seed_keypair(reinterpret_cast<unsigned char *>(publicKey.data()),
                                 reinterpret_cast<unsigned char *>(secretKey.data()),
                                 reinterpret_cast<const unsigned char *>(seed.constData()));
    }
    [[nodiscard]] QByteArray sign(const QByteArray &json) const
    {
        const QByteArray told = QByteArrayLiteral("hall-staff-list-v1\n") + json;
        QByteArray signature(crypto_sign_BYTES, '\0');
        crypto_sign_detached(reinterpret_cast<unsigned char *>(signature.data()), nullptr,
                             reinterpret_cast<const unsigned char *>(told.constData()),
                             static_cast<unsigned long long>(told.size()),
                             reinterpret_cast<const unsigned char *>(secretKey.constData()));
        return signature;
    }
};

// Signed as if the centre had made a mistake; unsigned it is refused whatever it says.
void staffList(const QByteArray &json)
{
    static const Centre centre;
    const QByteArray signature = centre.sign(json);
    const auto list = StaffList::read(json, signature, centre.publicKey);
    HALL_HOLDS(list || (list.error().code == FaultCode::FileInvalid && fuzz::isImpersonal(list.error())));
    if (list) {
        const QByteArray tag = list->tagOf(QStringLiteral("A12345678"));
        HALL_HOLDS(tag.size() == 32);
        const auto entry = list->find(tag);
        HALL_HOLDS(!entry || (entry->cardTag == tag && entry->expires.isValid()));
    }
    const auto forged = StaffList::read(json + ' ', signature, centre.publicKey);
    HALL_HOLDS(!forged && forged.error().code == FaultCode::SignatureBad);
    HALL_HOLDS(!StaffList::read(json, json.left(crypto_sign_BYTES), centre.publicKey));
}

void words(const QByteArray &json)
{
    const QString path = fileWith(json);
    const auto notice = loadNotice(path);
    HALL_HOLDS(notice || notice.error().code == FaultCode::FileInvalid);
    HALL_HOLDS(!notice || (!notice->version.isEmpty() && !notice->paragraphs.isEmpty()));
    const auto receipt = loadReceiptWords(path);
    HALL_HOLDS(receipt || receipt.error().code == FaultCode::FileInvalid);
    HALL_HOLDS(!receipt || receipt->contains(QStringLiteral("copy")));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr void (*tries[])(const QByteArray &) = {configFile, screenProfile, arguments, staffList, words};
    Input input(data, size);
    const std::size_t which = input.byte() % std::size(tries);
    tries[which](fuzz::qbytes(input.rest()));
    return 0;
}
