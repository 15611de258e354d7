// SPDX-License-Identifier: GPL-3.0-or-later
// Reference data as it comes to a kiosk. First byte: 0 a manifest as sent, 1 a manifest without its signature, which is
// put to it here so that what lies behind the signature is reached, 2 the settings of the centre.
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
    // What one kiosk may read, every other may.
    HALL_HOLDS(parseCentreSettings(bytes, QStringLiteral("B2")).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    const int which = input.byte() % 3;
    const QByteArray bytes = fuzz::qbytes(input.rest());
    if (which == 0) {
        check(readRefManifest(bytes, centre().publicKey()));
    } else if (which == 1) {
        unsignedManifest(bytes);
    } else {
        settings(bytes);
    }
    return 0;
}
