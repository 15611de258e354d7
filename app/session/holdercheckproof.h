// SPDX-License-Identifier: GPL-3.0-or-later
// Proof by a picture of the person against the photo on an identity card, where a maker's library compares them. A face
// is sensitive personal data: it is looked at only after the visitor has agreed to exactly that, what was found is kept
// and not the picture, and not wanting it costs nothing. Never the only way.
#pragma once

#include "app/session/authenticator.h"
#include "drivers/hub/devicehub.h"

namespace hall {

class HolderCheckProof final : public Authenticator
{
public:
    static constexpr int checksPerVisit = 2;
    static constexpr std::chrono::seconds checkTime{20};
    // Of the words on the page that are agreed to (qml/Hall/Visitor/ProveFacePage.qml); new words, new version.
    static constexpr const char *consentVersion = "face-2026.1";

    HolderCheckProof(DeviceHub &hub, Parts parts);

    [[nodiscard]] ProofWay way() const override { return ProofWay::HolderCheck; }
    [[nodiscard]] QString stage() const override { return QStringLiteral("prove-face"); }
    // Reasons of its own: "no-photo", "tries-used". Ends of its own: "no-match", "not-looked".
    [[nodiscard]] Offer offer() const override;
    void begin() override;
    void end() override;
    [[nodiscard]] QVariantMap page() const override;  // {step: "consent" or "looking"}
    void agree() override;

private:
    void onVerdict(const Result<device::HolderVerdict> &verdict);
    [[nodiscard]] bool compares() const;

    DeviceHub &m_hub;
    bool m_looking = false;
    int m_checks = 0;  // in this visit
    int m_round = 0;   // of begin(), agree() and end(): answers to an earlier one are too late
};

}  // namespace hall
