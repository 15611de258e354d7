// SPDX-License-Identifier: GPL-3.0-or-later
// A paper or card as it lies before the camera: drawn in millimetres, with the truth about what stands where.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <QString>
#include <vector>

namespace hall::scenes {

enum class Kind
{
    EndOfContract,    // 解除（终止）劳动合同证明
    ContractCover,    // 劳动合同书, first page
    ContractTerms,    // its second page
    ContractSigning,  // its last page
    BusinessLicence,  // 营业执照, lying across
    IdFront,          // 居民身份证, the side with the photo
    IdBack,
    RegisterPage,      // 常住人口登记卡 in an open 户口簿
    BookletOpen,       // an open booklet of two text pages
    BookletClosed,     // its cover
    DisabilityCard,    // 残疾人证
    LowIncome,         // 最低生活保障证明
    SkillCertificate,  // 职业技能等级证书
    Diploma,           // 毕业证书, lying across
    Invoice,           // with a table of insured people
    ContributionList,  // 社会保险缴费明细
    TransferLetter,    // 调档函
    ResidencePermit,   // 港澳台居民居住证
    HkMoPermit,        // 港澳居民来往内地通行证, the back with the zone
    TaiwanPermit,      // 台湾居民来往大陆通行证, the same
    BankCard,
    Passbook,
    Receipt,  // of this kiosk
    PlainText,
};
[[nodiscard]] const std::vector<Kind> &allKinds();
[[nodiscard]] QString nameOf(Kind kind);  // "end-of-contract" …

enum class Surface
{
    Paper,
    Booklet,  // paper, thick, with a spine across the middle
    Card,     // plastic
};

struct Field
{
    QString id;      // of the dictionary where it knows the thing, else ours (listed in the README)
    QString text;    // as printed
    QString value;   // as a reader hands it out: ISO date, code of the code table; else as `text` without spaces
    cv::Rect2f box;  // ink, millimetres of the upright document
    std::vector<cv::Rect2f> lines;  // one a printed line; `box` is around them
    int row = -1;                   // of a table

    bool operator==(const Field &) const = default;
};

struct Code
{
    QString type;  // "QR" or "CODE-128"
    QString text;
    cv::Rect2f box;  // millimetres, without quiet zone
};

struct Document
{
    Kind kind = Kind::PlainText;
    QString layout;  // which of the kind's designs
    Surface surface = Surface::Paper;
    cv::Size2f mm;
    cv::Mat bgr;  // 8-bit, `perMm` pixels a millimetre
    double perMm = 16;
    double radius = 0;  // of the corners, mm
    cv::Point2f spine;  // a fold: x (upright line) or y (level line) in mm; 0: none
    std::vector<Field> fields;
    std::vector<Code> codes;
    std::vector<cv::Rect2f> seals;  // red stamps, mm
};

// 406 dpi. Needs a QGuiApplication and Debian's fonts-noto-cjk and fonts-ocr-b. Any thread that may use QPainter;
// letters are in the families of the thread's PrintedIn (lettering.h).
[[nodiscard]] Document drawDocument(Kind kind, std::uint64_t seed);

}  // namespace hall::scenes
