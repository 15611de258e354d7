// SPDX-License-Identifier: GPL-3.0-or-later
// Sealed objects: any bytes are refused, and so is a sealed object that was cut or changed. First byte: what to try.
#include "app/protocol/seal.h"
#include "tests/fuzz/fuzz.h"

using namespace hall;
using hall::fuzz::Input;

namespace {

const SealKeyPair &key()
{
    static const SealKeyPair made = *sealKeyPairOf(QByteArray(kSealKeyBytes, '\x2a'));
    return made;
}

void open(const QByteArray &bytes)
{
    // Who has no secret of the centre can still seal to it, but not by chance.
    HALL_HOLDS(!openSealed(SealKind::Body, bytes, key()));
    HALL_HOLDS(!openSealed(SealKind::Blob, bytes, key()));
    const auto id = sealedKeyId(bytes);
    HALL_HOLDS(!id || id->size() == 16);
}

void sealAndChange(Input &input)
{
    const std::size_t at = input.byte() | static_cast<std::size_t>(input.byte()) << 8;
    const auto change = static_cast<char>(input.byte());
    const QByteArray plain = fuzz::qbytes(input.rest());
    auto sealed = seal(SealKind::Body, plain, key().publicKey);
    HALL_HOLDS(sealed && sealed->size() == sealedSize(plain.size()));
    const auto opened = openSealed(SealKind::Body, *sealed, key());
    HALL_HOLDS(opened && opened->reveal() == plain);
    HALL_HOLDS(!openSealed(SealKind::Blob, *sealed, key()));
    const auto place = static_cast<qsizetype>(at % static_cast<std::size_t>(sealed->size()));
    HALL_HOLDS(!openSealed(SealKind::Body, sealed->left(place), key()));
    if (change != 0) {
        (*sealed)[place] = static_cast<char>((*sealed)[place] ^ change);
        HALL_HOLDS(!openSealed(SealKind::Body, *sealed, key()));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    if (input.byte() % 2 == 0) {
        open(fuzz::qbytes(input.rest()));
    } else {
        sealAndChange(input);
    }
    return 0;
}
