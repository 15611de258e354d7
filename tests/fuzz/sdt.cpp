// SPDX-License-Identifier: GPL-3.0-or-later
// A hostile resident identity card reader. First byte: what to try.
#include "drivers/card/sdtmodule.h"
#include "drivers/hub/carddecode.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace hall;
using namespace hall::device;
using hall::fuzz::Input;

namespace {

const QDate today(2026, 3, 1);

// Frames as comparable text: the body, or why it is none.
using Seen = std::vector<std::pair<bool, Bytes>>;

void collect(sdt::FrameParser &parser, Seen &seen)
{
    while (auto item = parser.next()) {
        if (const auto *frame = std::get_if<sdt::Frame>(&*item)) {
            seen.emplace_back(true, frame->body.reveal());
        } else {
            const std::string &reason = std::get<sdt::Broken>(*item).reason;
            seen.emplace_back(false, Bytes(reason.begin(), reason.end()));
        }
    }
}

// Whatever portions bytes come in, the frames are the same, and each was sent exactly so.
void frames(Input &input)
{
    const std::size_t portion = 1U + input.byte();
    const auto bytes = input.rest();
    sdt::FrameParser whole;
    sdt::FrameParser parts;
    Seen seenWhole;
    Seen seenParts;
    whole.push(bytes);
    collect(whole, seenWhole);
    for (std::size_t at = 0; at < bytes.size(); at += portion) {
        parts.push(bytes.subspan(at, std::min(portion, bytes.size() - at)));
        collect(parts, seenParts);
    }
    HALL_HOLDS(bytes.size() > 4 * sdt::lengthLimit || seenWhole == seenParts);
    auto from = bytes.begin();
    for (const auto &[good, body] : seenParts) {
        if (good) {
            const Bytes sent = sdt::encode(body);
            from = std::search(from, bytes.end(), sent.begin(), sent.end());
            HALL_HOLDS(from != bytes.end());
            from += static_cast<std::ptrdiff_t>(sent.size());
        }
    }
}

// Plays the input back in pieces; then the reader is unplugged.
class Playback final : public ByteTransport
{
public:
    explicit Playback(Input &input) : m_input(input) {}
    Done open(std::chrono::milliseconds) override { return {}; }
    void close() noexcept override {}
    [[nodiscard]] bool isOpen() const override { return true; }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds) override
    {
        m_answering = true;
        return {data.size(), std::nullopt};
    }
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds) override
    {
        if (!m_answering) {
            return Bytes();  // nothing left over from before
        }
        if (m_input.empty()) {
            return fail(FaultCode::DeviceDisconnected);
        }
        const auto piece = m_input.piece();
        return Bytes(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(std::min(piece.size(), atMostBytes)));
    }

private:
    Input &m_input;
    bool m_answering = false;
};

void exchange(Input &input)
{
    Playback transport(input);
    sdt::Module module(transport);
    const auto answer = module.ask(sdt::readBase, std::chrono::seconds(3), {});
    HALL_HOLDS(answer || fuzz::isImpersonal(answer.error()));
    if (answer) {
        (void)sdt::moduleIdText(answer->data.reveal());
        const auto base = sdt::parseBase(answer->data.reveal());
        HALL_HOLDS(base || fuzz::isImpersonal(base.error()));
    }
}

void baseData(std::span<const std::uint8_t> bytes)
{
    const auto base = sdt::parseBase(Bytes(bytes.begin(), bytes.end()));
    HALL_HOLDS(base || fuzz::isImpersonal(base.error()));
    HALL_HOLDS(!base || base->text.reveal().size() == 256);
    const std::size_t told = base ? base->text.reveal().size() + base->photo.reveal().size() : 0;
    HALL_HOLDS(!base || told + 4 == bytes.size() ||
               (told + 6 <= bytes.size() && base->fingerprint == (told + 6 < bytes.size())));
    (void)sdt::moduleIdText(Bytes(bytes.begin(), bytes.end()));
}

// 256 bytes of text, and what follows them is a new address.
void idText(Input &input)
{
    const auto text = input.take(256);
    const auto address = input.rest();
    ResidentCardContents contents;
    contents.text = Sensitive<Bytes>(Bytes(text.begin(), text.end()));
    contents.newAddress = Sensitive<Bytes>(Bytes(address.begin(), address.end()));
    const auto person = decodeCard(contents, today);
    if (!person) {
        HALL_HOLDS(fuzz::isImpersonal(person.error()));
        return;
    }
    HALL_HOLDS(text.size() == 256);
    HALL_HOLDS(!person->name.reveal().isEmpty() && !person->number.reveal().isEmpty());
    HALL_HOLDS(person->name.reveal().isValidUtf16() && person->address.reveal().isValidUtf16());
    HALL_HOLDS(person->region.isValidUtf16() && person->ethnicity.isValidUtf16() &&
               person->number.reveal().isValidUtf16());
    HALL_HOLDS(person->number.reveal().size() <= 18);
    HALL_HOLDS(!person->name.reveal().contains(QChar(u'\0')) && !person->number.reveal().contains(QChar(u'\0')));
    HALL_HOLDS(!person->validUntil || *person->validUntil >= today ||
               person->warnings.contains(QStringLiteral("expired")));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Input input(data, size);
    switch (input.byte() % 4) {
    case 0:
        frames(input);
        break;
    case 1:
        exchange(input);
        break;
    case 2:
        baseData(input.rest());
        break;
    case 3:
        idText(input);
        break;
    }
    return 0;
}
