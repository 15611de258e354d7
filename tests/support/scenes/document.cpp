// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/document.h"

#include "tests/support/scenes/page.h"

namespace hall::scenes {

using namespace Qt::StringLiterals;

const std::vector<Kind> &allKinds()
{
    static const std::vector<Kind> kinds = [] {
        std::vector<Kind> list;
        for (int i = 0; i <= static_cast<int>(Kind::PlainText); ++i) {
            list.push_back(static_cast<Kind>(i));
        }
        return list;
    }();
    return kinds;
}

QString nameOf(Kind kind)
{
    switch (kind) {
    case Kind::EndOfContract:
        return u"end-of-contract"_s;
    case Kind::ContractCover:
        return u"contract-cover"_s;
    case Kind::ContractTerms:
        return u"contract-terms"_s;
    case Kind::ContractSigning:
        return u"contract-signing"_s;
    case Kind::BusinessLicence:
        return u"business-licence"_s;
    case Kind::IdFront:
        return u"id-front"_s;
    case Kind::IdBack:
        return u"id-back"_s;
    case Kind::RegisterPage:
        return u"register-page"_s;
    case Kind::BookletOpen:
        return u"booklet-open"_s;
    case Kind::BookletClosed:
        return u"booklet-closed"_s;
    case Kind::DisabilityCard:
        return u"disability-card"_s;
    case Kind::LowIncome:
        return u"low-income"_s;
    case Kind::SkillCertificate:
        return u"skill-certificate"_s;
    case Kind::Diploma:
        return u"diploma"_s;
    case Kind::Invoice:
        return u"invoice"_s;
    case Kind::ContributionList:
        return u"contribution-list"_s;
    case Kind::TransferLetter:
        return u"transfer-letter"_s;
    case Kind::ResidencePermit:
        return u"residence-permit"_s;
    case Kind::HkMoPermit:
        return u"hkmo-permit"_s;
    case Kind::TaiwanPermit:
        return u"taiwan-permit"_s;
    case Kind::BankCard:
        return u"bank-card"_s;
    case Kind::Passbook:
        return u"passbook"_s;
    case Kind::Receipt:
        return u"receipt"_s;
    case Kind::PlainText:
        return u"plain-text"_s;
    }
    return {};
}

Document drawDocument(Kind kind, std::uint64_t seed)
{
    Random random = Random(seed).fork(static_cast<std::uint64_t>(kind) + 100);
    // Office paper: white, cream, recycled grey, a carbon copy's yellow.
    const QColor tint =
        random.of(std::vector<QColor>{QColor(246, 246, 244), QColor(240, 241, 243), QColor(243, 239, 228),
                                      QColor(226, 225, 219), QColor(249, 248, 247)});
    const Page::Stock stock{random.chance(0.05) ? QColor(244, 232, 176) : tint, Surface::Paper, 0};
    switch (kind) {
    case Kind::EndOfContract:
        return drawEndOfContract(stock, random);
    case Kind::ContractCover:
    case Kind::ContractTerms:
    case Kind::ContractSigning:
        return drawContract(kind, stock, random);
    case Kind::BusinessLicence:
        return drawBusinessLicence(stock, random);
    case Kind::IdFront:
    case Kind::IdBack:
        return drawIdentityCard(kind, random);
    case Kind::RegisterPage:
    case Kind::BookletOpen:
    case Kind::BookletClosed:
        return drawBooklet(kind, random);
    case Kind::DisabilityCard:
    case Kind::LowIncome:
    case Kind::SkillCertificate:
    case Kind::Diploma:
    case Kind::TransferLetter:
    case Kind::PlainText:
        return drawProof(kind, stock, random);
    case Kind::Invoice:
    case Kind::ContributionList:
        return drawTable(kind, stock, random);
    case Kind::ResidencePermit:
    case Kind::HkMoPermit:
    case Kind::TaiwanPermit:
        return drawPermit(kind, random);
    case Kind::BankCard:
    case Kind::Passbook:
        return drawMoneyPaper(kind, random);
    case Kind::Receipt:
        return drawReceipt(random);
    }
    return {};
}

}  // namespace hall::scenes
