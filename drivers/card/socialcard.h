// SPDX-License-Identifier: GPL-3.0-or-later
// Reading one social security card (社会保障卡, LD/T 32-2015) through an exchange of command bytes. No thread and no
// transport of its own, so the same code reads through pcscd, through a simulated card and in tests.
#pragma once

#include "drivers/card/apdu.h"
#include "drivers/card/cardvariants.h"
#include "drivers/core/regionprofile.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hall::device {

struct SocialCardOptions
{
    // Shown to the card once, and only when EF06 asks for it: each wrong try brings the card nearer to being locked.
    // It is not shown when the card's last try might be used up by it, unless `pinLastTry` says that the holder knows.
    std::optional<Sensitive<std::string>> pin;
    bool pinLastTry = false;
    std::shared_ptr<const std::vector<RegionProfile>> regions{};  // may be null
    std::shared_ptr<CardVariants> variants{};                     // may be null: every card is learned anew
    Bytes atr{};
};

enum class CardProgress
{
    Read,               // all that can be read is here
    NeedsAuthorisation  // the holder file wants more; contents() holds what EF05 gave
};

// One card from its selection to its last record, in steps: between them the card stays powered and keeps its rights.
// Each step takes the exchange it may use. Used by one thread at a time.
class SocialCardSession
{
public:
    explicit SocialCardSession(SocialCardOptions options);

    // Selects the application, reads the issuer file EF05 and the holder file EF06: what identifies the person first
    // (card identification number, version, card number, social security number, name), then sex, ethnic group, birth
    // and the dates of validity. EF06 that wants authorisation (6982) is no fault.
    // Faults: CardNotSocial (no such application), CardBlocked, CardGarbled, PinWrong, PinLocked, NotAllowed (the PIN
    // of the options might have been the card's last try), those of `send`.
    [[nodiscard]] Result<CardProgress> read(const apdu::Exchange &send);

    // Asks the card how many wrong PINs it still takes; triesLeft() tells, and has no value when the card does not say
    // or its region's cards are not to be asked. PinLocked when none is left, CardNeedsAuth when it has no PIN; the
    // faults of `send`.
    [[nodiscard]] Done askTries(const apdu::Exchange &send);
    // Shows a PIN, and reads on when it is right. Faults: BadArgument (nothing was sent), PinWrong, PinLocked,
    // CardNeedsAuth (the card knows no PIN).
    [[nodiscard]] Result<CardProgress> verifyPin(const apdu::Exchange &send, const Sensitive<std::string> &digits);
    // Shows a PIN and reads nothing; contents() say whether it was right. The card need only have been selected by
    // read(). Faults as verifyPin.
    [[nodiscard]] Done provePin(const apdu::Exchange &send, const Sensitive<std::string> &digits);
    // Changes the PIN; the card need only have been selected by read(). Faults as verifyPin.
    [[nodiscard]] Done changePin(const apdu::Exchange &send, const Sensitive<std::string> &old,
                                 const Sensitive<std::string> &fresh);

    // Step 1 of the two-step reading: random numbers and the card's own answer, which stays here. CardNeedsAuth when
    // the card gives no challenge.
    [[nodiscard]] Result<RemoteRequest> challenge(const apdu::Exchange &send, const Bytes &historical);
    // The challenge and the factor of challenge(), for a security module; then finishRemote() with what it computed.
    [[nodiscard]] const Bytes &challengeBytes() const { return m_challenge; }
    [[nodiscard]] const Bytes &factor() const { return m_factor; }
    // Step 2: the card's proof is compared with the one the centre computed (CardNotGenuine), the centre's is shown to
    // the card (CentreRefused when the card does not take it), and the holder is read.
    [[nodiscard]] Result<CardProgress> finishRemote(const apdu::Exchange &send, const RemoteAnswer &answer);

    [[nodiscard]] const SocialCardContents &contents() const { return m_out; }
    [[nodiscard]] SocialCardContents &contents() { return m_out; }
    [[nodiscard]] const RegionProfile &profile() const { return m_profile; }
    [[nodiscard]] std::optional<int> triesLeft() const { return m_triesLeft; }  // as the card said last

private:
    enum class Outcome
    {
        Read,
        Absent,
        NeedsAuthorisation
    };
    struct Field
    {
        std::uint8_t tag;
        std::uint8_t length;  // bytes of the value (LD/T 32.6)
    };
    using Fields = std::span<const Field>;

    static const Fields issuerFields;
    static const Fields holderFields;
    static const Fields certificateFields;

    Result<apdu::Reply> run(Bytes command, apdu::Answer answer = apdu::Answer::Fetch);
    Done selectApplication();
    Result<Outcome> selectFile(std::uint16_t file);
    Result<apdu::Reply> readAt(Fields fields, std::size_t place, std::uint8_t length);
    Result<Outcome> record(Fields fields, std::uint8_t tag);
    Done records(Fields fields, std::initializer_list<std::uint8_t> tags);
    Result<Outcome> person();
    Done issuerFirst();
    Done issuerRest();
    Done holder();
    Done certificate();
    Done showPin(const Sensitive<std::string> &digits);
    Done understandPin(std::uint16_t sw, const char *command);
    void keep(const apdu::Record &record, Fields fields);
    [[nodiscard]] bool have(std::uint8_t tag) const;
    [[nodiscard]] CardProgress progress() const;
    [[nodiscard]] std::string region() const;
    [[nodiscard]] std::string version() const;

    SocialCardOptions m_options;
    const apdu::Exchange *m_send = nullptr;  // of the step that runs
    SocialCardContents m_out;
    RegionProfile m_profile;
    CardVariant m_variant;
    bool m_addressingKnown = false;  // in the file that is selected now
    std::ptrdiff_t m_shift = 0;      // records before 4E keep their number when a card has no 4E, later ones move up
    std::optional<int> m_triesLeft;
    Bytes m_factor;      // of the two-step reading
    Bytes m_challenge;   // of the card, shown back to it encrypted
    Bytes m_cardsProof;  // the card's answer to INTERNAL AUTHENTICATE
};

// The whole card in one go. `atr`, `reader` and `took` are the caller's to fill in.
[[nodiscard]] Result<SocialCardContents> readSocialCard(const apdu::Exchange &send, SocialCardOptions options = {});

}  // namespace hall::device
