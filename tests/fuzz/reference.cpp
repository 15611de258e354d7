// SPDX-License-Identifier: GPL-3.0-or-later
// Reference data as it comes to a kiosk. First byte: 0 a manifest as sent, 1 a manifest without its signature, which is
// put to it here so that what lies behind the signature is reached, 2 the settings of the centre, 3 vacancies.
#include "app/catalogue/vacancylist.h"
#include "app/protocol/canonicaljson.h"
#include "app/protocol/centresettings.h"
#include "app/protocol/refmanifest.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;
using hall::fuzz::Input;

namespace {

const Signer &centre()
{
    static const Signer signer = *Signer::fromSeed(QByteArray(Signer::kSeedBytes, 'c'));
    return signer;
}

void check(const Result<RefManifest> &manifest)
{
    if (!manifest) {
        HALL_HOLDS(manifest.error().code == FaultCode::SignatureBad ||
                   manifest.error().code == FaultCode::MessageInvalid);
        HALL_HOLDS(fuzz::isImpersonal(manifest.error()));
        return;
    }
    HALL_HOLDS(manifest->number > 0 && !manifest->files.isEmpty() && manifest->files.size() <= kRefFiles);
    HALL_HOLDS(manifest->bytes() >= 0 && manifest->bytes() <= kRefTotalBytes);
    for (const RefFile &file : manifest->files) {
        HALL_HOLDS(isRefPath(file.path) && !file.path.contains(QLatin1String("..")) && file.sha256.size() == 64);
        HALL_HOLDS(manifest->has(file.path));
    }
    const auto again = signRefManifest(*manifest, centre());
    HALL_HOLDS(again && *readRefManifest(*again, centre().publicKey()) == *manifest);
}

void unsignedManifest(const QByteArray &bytes)
{
    auto object = parseJsonObject(bytes, kRefManifestBytes);
    const auto text = object ? canonicalJson(*object) : fail(object.error());
    if (!text) {
        return;
    }
    object->insert(QStringLiteral("sig"), QString::fromLatin1(centre().sign("hall-ref-v1\n" + *text).toHex()));
    if (const auto json = canonicalJson(*object)) {
        check(readRefManifest(*json, centre().publicKey()));
    }
}

void settings(const QByteArray &bytes)
{
    const auto read = parseCentreSettings(bytes, QStringLiteral("A1"));
    if (!read) {
        HALL_HOLDS(read.error().code == FaultCode::FileInvalid);
        return;
    }
    HALL_HOLDS(read->hallZh.isEmpty() == read->hallEn.isEmpty());
    HALL_HOLDS(read->hoursZh.isEmpty() == read->hoursEn.isEmpty());
    HALL_HOLDS(read->region.isEmpty() || (read->region.size() == 6 && regionsInSettings(bytes).contains(read->region)));
    // What one kiosk may read, every other may.
    HALL_HOLDS(parseCentreSettings(bytes, QStringLiteral("B2")).has_value());
}

void vacancies(const QByteArray &bytes)
{
    const auto object = parseJsonObject(bytes, kRefFileBytes);
    const auto list = object ? parseVacancies(*object) : fail(FaultCode::FileInvalid);
    if (!list) {
        HALL_HOLDS(list.error().code == FaultCode::FileInvalid);
        return;
    }
    HALL_HOLDS(list->entries.isEmpty() || list->date.isValid());
    const QJsonArray told = chosen(*list, wishesOf(*object), {});
    HALL_HOLDS(told.size() <= kMostVacancies && told.size() <= list->entries.size());
    for (const QJsonValue one : told) {
        HALL_HOLDS(list->entries.contains(one) && suits(one.toObject(), wishesOf(*object)));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const int which = input.byte() % 4;
    const QByteArray bytes = fuzz::qbytes(input.rest());
    if (which == 0) {
        check(readRefManifest(bytes, centre().publicKey()));
    } else if (which == 1) {
        unsignedManifest(bytes);
    } else if (which == 2) {
        settings(bytes);
    } else {
        vacancies(bytes);
    }
    return 0;
}
