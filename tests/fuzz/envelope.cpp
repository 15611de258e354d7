// SPDX-License-Identifier: GPL-3.0-or-later
// Envelopes. A random envelope hardly ever has the right hash, so the input is also taken for the fields of one, which
// is then finished and read again.
#include "app/protocol/envelope.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace hall;

namespace {

const Signer &signer()
{
    static const Signer made = *Signer::fromSeed(QByteArray(Signer::kSeedBytes, '\x17'));
    return made;
}

void read(const QByteArray &json)
{
    const auto envelope = parseEnvelope(json);
    const auto thorough = parseAnyEnvelope(json);
    HALL_HOLDS(envelope.has_value() == thorough.has_value() && (!envelope || *envelope == *thorough));
    if (!envelope) {
        HALL_HOLDS(fuzz::isImpersonal(envelope.error()));
        return;
    }
    Envelope copy = *envelope;
    const auto bytes = finishEnvelope(copy, signer());
    HALL_HOLDS(bytes);
    HALL_HOLDS(copy.hash == envelope->hash);  // the hash covers every field that was read
    const bool mine = verifyEnvelope(*envelope, signer().publicKey()).has_value();
    HALL_HOLDS(mine == (*bytes == json));
}

Envelope fieldsOf(const QJsonObject &o)
{
    const auto text = [](const QJsonObject &from, const char *key) {
        return from.value(QLatin1String(key)).toString();
    };
    const auto number = [](const QJsonObject &from, const char *key) {
        return from.value(QLatin1String(key)).toInteger();
    };
    Envelope e;
    e.id = text(o, "id");
    e.kiosk = text(o, "kiosk");
    e.epoch = text(o, "epoch");
    e.seq = number(o, "seq");
    e.prev = text(o, "prev");
    e.service = text(o, "service");
    e.catalogue = text(o, "catalogue");
    e.app = text(o, "app");
    e.schema = o.value(QLatin1String("schema")).toInt();
    e.wallMs = number(o, "t_wall");
    e.monotonicMs = number(o, "t_mono");
    e.boot = text(o, "boot");
    const QJsonObject sealed = o.value(QLatin1String("sealed")).toObject();
    e.sealAlg = text(sealed, "alg");
    e.sealKey = text(sealed, "key");
    e.sealedSha256 = text(sealed, "sha256");
    e.sealedSize = number(sealed, "size");
    for (const QJsonValue value : o.value(QLatin1String("att")).toArray()) {
        const QJsonObject a = value.toObject();
        e.attachments.append({text(a, "sha256"), number(a, "size"), text(a, "media"), text(a, "role")});
    }
    e.priority = static_cast<Priority>(std::clamp<qint64>(number(o, "prio"), 0, 2));
    const QJsonObject consent = o.value(QLatin1String("consent")).toObject();
    e.consentVersion = text(consent, "version");
    e.consentAtMs = number(consent, "at");
    e.test = o.value(QLatin1String("test")).toBool();
    return e;
}

void finishAndRead(const QByteArray &json)
{
    Envelope envelope = fieldsOf(QJsonDocument::fromJson(json).object());
    const auto bytes = finishEnvelope(envelope, signer());
    if (!bytes) {
        HALL_HOLDS(fuzz::isImpersonal(bytes.error()));
        return;
    }
    const auto again = parseEnvelope(*bytes);
    HALL_HOLDS(again && *again == envelope);
    HALL_HOLDS(verifyEnvelope(*again, signer().publicKey()));
    // One changed bit anywhere is found.
    QByteArray changed = *bytes;
    const qsizetype at = qHash(json) % static_cast<std::size_t>(changed.size());
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto forged = parseEnvelope(changed);
    HALL_HOLDS(!forged || !verifyEnvelope(*forged, signer().publicKey()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray json = fuzz::qbytes({data, size});
    read(json);
    finishAndRead(json);
    return 0;
}
