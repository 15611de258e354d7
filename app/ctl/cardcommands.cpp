// SPDX-License-Identifier: GPL-3.0-or-later
// card read, card decode-id: what a card says, masked unless asked otherwise.
#include "app/ctl/commandline.h"

#include "app/protocol/casebody.h"
#include "app/regions/regionprofiles.h"
#include "drivers/card/atr.h"
#include "drivers/card/residentcardreader.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/hub/carddecode.h"
#include "drivers/hub/cardline.h"
#include "drivers/sim/cardfile.h"
#include "drivers/transport/pcsctransport.h"
#include "drivers/transport/transportto.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

#include <algorithm>
#include <chrono>
#include <future>
#include <iostream>
#include <mutex>

namespace hall::ctl {

namespace {

using namespace std::chrono_literals;

constexpr auto cardWithin = 10s;  // for somebody to put the card in
QJsonObject shown(const Call &call, const Identity &person)
{
    return call.has("full") ? identityJson(person) : maskedIdentityJson(person);
}

Outcome decodeId(const Call &call)
{
    const QString path = call.arguments().constFirst();
    const Result<device::IdCardFile> file = device::readIdCardFile(path);
    if (!file) {
        return file.error();
    }
    device::ResidentCardContents card;
    card.text = Sensitive<device::Bytes>(file->text);
    card.photo = Sensitive<device::Bytes>(file->photo);
    card.newAddress = Sensitive<device::Bytes>(file->address);
    card.fingerprint = !file->fingerprint.empty();
    const Result<Identity> person = decodeCard(card);
    if (!person) {
        return Fault(person.error().code, path.toStdString() + ": " + person.error().detail);
    }
    Answer answer;
    answer.json = shown(call, *person);
    answer.text = linesOf(answer.json);
    return answer;
}

using ReadCard = Result<device::CardContents>;

// The first thing the reader reports, whichever of its threads it comes from.
class FirstWord
{
public:
    void say(ReadCard word)
    {
        std::call_once(m_once, [&] { m_promise.set_value(std::move(word)); });
    }
    [[nodiscard]] std::future<ReadCard> future() { return m_promise.get_future(); }

private:
    std::once_flag m_once;
    std::promise<ReadCard> m_promise;
};

struct GivenPin
{
    Sensitive<std::string> digits;
    bool lastTry = false;  // it may be the card's last
};

// A card that waits for leave to be read: it gets the PIN once, and ends with what it says without where there is none.
void authorise(device::CardAuthorisation &card, FirstWord &word, const device::AuthorisationNeed &need,
               std::optional<GivenPin> &pin)
{
    if (need.step == device::AuthorisationStep::Pin && pin) {
        const bool lastTry = pin->lastTry;
        card.verifyPin(std::exchange(pin, std::nullopt)->digits, lastTry);
        return;
    }
    if (need.fault) {
        word.say(fail(*need.fault));
    } else {
        device::SocialCardContents free = need.card;
        free.needsAuthorisation = true;
        word.say(device::CardContents(std::move(free)));
    }
    card.giveUp();
}

ReadCard readFrom(device::CardReader &reader, std::optional<GivenPin> pin = {}, bool authorised = false)
{
    const auto word = std::make_shared<FirstWord>();
    std::future<ReadCard> future = word->future();
    device::CardReader::Events events;
    events.read = [word](device::CardContents contents) { word->say(std::move(contents)); };
    events.failed = [word](Fault fault) { word->say(fail(std::move(fault))); };
    if (authorised) {
        events.needsAuthorisation = [word, &reader, &pin](const device::AuthorisationNeed &need) {
            authorise(*reader.authorisation(), *word, need, pin);
        };
    }
    reader.setEvents(std::move(events));
    reader.board().listen([word](const std::shared_ptr<const device::Snapshot> &now) {
        if (now->fault && now->link != device::Link::Ready) {
            word->say(fail(*now->fault));  // no daemon, no reader: no card can come
        }
    });
    reader.start();
    const bool told = future.wait_for(cardWithin) == std::future_status::ready;
    reader.stop();
    return told ? future.get() : fail(FaultCode::DeviceNotReady, "no card was put in");
}

QJsonObject effortOf(const device::SocialCardContents &card)
{
    return {{QStringLiteral("apdus"), card.apdus}, {QStringLiteral("ms"), static_cast<qint64>(card.took.count())}};
}

QJsonObject effortOf(const device::ResidentCardContents &card)
{
    return {{QStringLiteral("ms"), static_cast<qint64>(card.took.count())},
            {QStringLiteral("sam"), QString::fromStdString(card.samId)}};
}

Answer answerOf(const Call &call, const device::CardContents &card)
{
    const Result<Identity> person = decodeCard(card);
    Answer answer;
    if (person) {
        answer.json = shown(call, *person);
    } else {
        answer.fault = person.error();
        answer.faultInJson = true;
        const auto *social = std::get_if<device::SocialCardContents>(&card);
        const bool authorisation = social != nullptr && person.error().code == FaultCode::CardNeedsAuth;
        answer.json.insert(
            QStringLiteral("error"),
            errorJson(person.error(), authorisation ? QStringLiteral("needs-authorisation") : QString()));
        if (authorisation) {
            answer.json.insert(QStringLiteral("partial"), shown(call, decodeIssuerPart(*social)));
            answer.text = linesOf(shown(call, decodeIssuerPart(*social)));
        }
    }
    const QJsonObject effort = std::visit([](const auto &contents) { return effortOf(contents); }, card);
    for (auto it = effort.begin(); it != effort.end(); ++it) {
        answer.json.insert(it.key(), *it);
    }
    if (person) {
        answer.text = linesOf(answer.json);
    }
    return answer;
}

Outcome lineOf(const Call &call, const device::SocialCardContents &contents)
{
    if (contents.needsAuthorisation) {
        return answerOf(call, contents);
    }
    CardLine card;
    card.contents = contents;
    if (const auto atr = device::parseAtr(contents.atr)) {
        const auto &historical = atr->historical;
        card.resetInfo = QString::fromLatin1(
            QByteArray(reinterpret_cast<const char *>(historical.data()), static_cast<qsizetype>(historical.size()))
                .toHex()
                .toUpper());
    }
    const auto line = writeCardLine(card);
    if (!line) {
        return line.error();
    }
    QStringDecoder decode("GB18030", QStringDecoder::Flag::Stateless);
    const QString text = decode(line->reveal());
    Answer answer;
    answer.json.insert(QStringLiteral("line"), text);
    answer.text = text + QLatin1Char('\n');
    return answer;
}

Outcome importLine(const Call &call)
{
    const QString path = call.arguments().constFirst();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return Fault(FaultCode::FileUnreadable, path.toStdString() + ": " + file.errorString().toStdString());
    }
    constexpr qint64 mostBytes = 8192;  // more than any line
    const auto card = readCardLine(file.read(mostBytes));
    if (!card) {
        return Fault(card.error().code, path.toStdString() + ": " + card.error().detail);
    }
    const Result<Identity> person = decodeCard(card->contents);
    if (!person) {
        return Fault(person.error().code, path.toStdString() + ": " + person.error().detail);
    }
    Answer answer;
    answer.json = shown(call, *person);
    answer.text = linesOf(answer.json);
    return answer;
}

Outcome readResidentCard(const Call &call, const std::string &device)
{
    const auto address = device::parseDeviceAddress(device);
    if (!address) {
        return WrongUsage{QStringLiteral("--reader ") + QString::fromStdString(address.error().detail)};
    }
    if (call.has("pin-stdin")) {
        return WrongUsage{QStringLiteral("--pin-stdin: a resident identity card has no PIN")};
    }
    if (call.has("region")) {
        return WrongUsage{QStringLiteral("--region: a resident identity card is read alike everywhere")};
    }
    device::ResidentCardReader reader(device::transportTo(*address, device::UsbUse::IdReader));
    const ReadCard card = readFrom(reader);
    if (!card) {
        return card.error();
    }
    return answerOf(call, *card);
}

// A folder holds what the centre signed; a file, or the id of one that comes with the program, is taken as it is.
Result<std::vector<device::RegionProfile>> regionsFrom(const Call &call)
{
    const QString named = call.value("region");
    if (QFileInfo(named).isDir()) {
        LoadedRegions loaded = loadRegionProfiles(named);
        if (!loaded.refused.isEmpty()) {
            return fail(loaded.refused.constFirst());
        }
        return std::move(loaded.profiles);
    }
    const QString shipped = QDir(call.resources()).filePath(QStringLiteral("regions/%1.json").arg(named));
    QFile file(QFileInfo::exists(named) ? named : shipped);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, named.toStdString() + ": no profile, file or folder of this name");
    }
    Result<device::RegionProfile> profile = regionProfileFromJson(file.read(64 * 1024));
    if (!profile) {
        return fail(profile.error().code, named.toStdString() + ": " + profile.error().detail);
    }
    return std::vector{std::move(*profile)};
}

Outcome read(const Call &call)
{
    const std::string name = call.value("reader").toStdString();
    const bool asLine = call.has("format");
    if (asLine && call.value("format") != u"ireadcardbas") {
        return WrongUsage{QStringLiteral("--format: ireadcardbas is the only one")};
    }
    if (asLine && (!call.has("full") || device::looksLikeDeviceAddress(name))) {
        return WrongUsage{QStringLiteral("--format: a line of a social security card holds all of it, so give --full")};
    }
    if (device::looksLikeDeviceAddress(name)) {
        return readResidentCard(call, name);
    }
    device::SocialCardReader::Options options;
    options.readerFilter = name;
    if (call.has("pin-stdin")) {
        std::string pin;
        std::getline(std::cin, pin);
        const bool digits =
            !pin.empty() && std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!digits) {
            return WrongUsage{
                QStringLiteral("--pin-stdin: the first line of the standard input must be a PIN of digits")};
        }
        options.pin = Sensitive<std::string>(std::move(pin));
        options.pinLastTry = call.has("last-try");
    }
    std::optional<GivenPin> pin;
    if (call.has("region")) {
        auto regions = regionsFrom(call);
        if (!regions) {
            return regions.error();
        }
        options.regions = std::make_shared<const std::vector<device::RegionProfile>>(std::move(*regions));
        if (options.pin) {
            pin = GivenPin{*std::exchange(options.pin, std::nullopt), options.pinLastTry};
        }
    }
    device::SocialCardReader reader(std::make_shared<device::PcscTransport>(), options);
    const ReadCard card = readFrom(reader, std::move(pin), call.has("region"));
    if (!card) {
        return card.error();
    }
    if (asLine) {
        return lineOf(call, std::get<device::SocialCardContents>(*card));
    }
    return answerOf(call, *card);
}

}  // namespace

QVector<Command> cardCommands()
{
    return {
        {QStringLiteral("card read"),
         QStringLiteral("[--reader NAME] [--region PROFILE] [--pin-stdin [--last-try]] [--full] [--format FORMAT]"),
         QStringLiteral("Read the card in a reader."),
         QStringLiteral(
             "NAME: part of a PC/SC reader's name, for a social security card; or where a resident identity\n"
             "card reader is: usb:VID:PID[:SERIAL] (hex), serial:PATH[@BAUD], tcp:HOST:PORT.\n"
             "Waits up to 10 s for a card. Name, number, card number, birth date and address are masked\n"
             "unless --full is given. The PIN is shown to the card once, and only when it asks for it;\n"
             "with --last-try also when a wrong one would lock it, or the card does not say so.\n"
             "JSON: {\"source\",\"type\",\"name\",\"number\",\"sex\",\"ethnicity\",\"birth_date\",\"region\",\n"
             "\"address\",\"card_number\",\"spec\",\"issued\",\"valid_until\",\"verified\",\"warnings\",\"apdus\","
             "\"ms\"};\n"
             "of a resident identity card \"sam\", the module that read it, instead of \"apdus\".\n"
             "A card whose holder file needs authorisation: exit status 1, error.code\n"
             "needs-authorisation, and in \"partial\" what it says without.\n"
             "With --full --format ireadcardbas the line that iReadCardBas returns, as UTF-8 (other programs want\n"
             "GBK: iconv -t GB18030); its terminal fields are empty. JSON: {\"line\"}."),
         0,
         0,
         {QStringLiteral("reader"), QStringLiteral("region"), QStringLiteral("pin-stdin"), QStringLiteral("last-try"),
          QStringLiteral("full"), QStringLiteral("format")},
         read},
        {QStringLiteral("card import"),
         QStringLiteral("FILE [--full]"),
         QStringLiteral("Decode a line that iReadCardBas returned."),
         QStringLiteral("FILE: one line of eleven fields or more, or of the thirteen of the extended form, in GBK or\n"
                        "GB 18030, each field followed by |. JSON as `card read`, without apdus, ms."),
         1,
         1,
         {QStringLiteral("full")},
         importLine},
        {QStringLiteral("card decode-id"),
         QStringLiteral("FILE [--full]"),
         QStringLiteral("Decode the bytes of a resident identity card from an ID card file."),
         QStringLiteral(
             "FILE: {\"text\",\"photo\",\"fingerprint\",\"address\"} in hex. A wrong check digit, an impossible\n"
             "date or a past date of validity is a warning beside the value (number-check-digit,\n"
             "number-date, sex-mismatch, expired, validity-date). JSON as `card read`, without apdus, ms."),
         1,
         1,
         {QStringLiteral("full")},
         decodeId}};
}

}  // namespace hall::ctl
