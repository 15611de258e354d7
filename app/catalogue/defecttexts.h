// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of defect of a catalogue with its texts: a new one is a row here and a row of the table, in the same
// order.
#pragma once

#include "app/catalogue/localtext.h"

#include <QVector>

namespace hall {

enum class DefectId
{
    // a folder or a file
    NoCatalogue,
    NoFolder,
    Unreadable,
    TooLarge,
    NotJson,
    NotUtf8,
    NotAnObject,
    WrongName,
    MissingWords,
    BrokenWords,
    // its shape
    NoSchema,
    OtherShape,
    WrongType,
    NotOneOf,
    TooSmall,
    TooBig,
    EmptyText,
    WrongForm,
    Missing,
    Misspelt,
    TooFew,
    TooMany,
    TwiceInList,
    NoMembers,
    Stranger,
    BadName,
    // what it names
    NoService,
    NoSuchTemplate,
    NoEvent,
    NoField,
    NoBoolField,
    NoRegionField,
    NoTable,
    NoMessage,
    NoCode,
    NoFunction,
    NoParentRow,
    NoChoices,
    NoMaterial,
    NotOfChain,
    NotInArea,
    // rules and days
    BadRule,
    NoDay,
    EndsBeforeBegin,
    Ended,
    LastBeforeFirst,
    NotDaysOfYear,
    RowsNotInOrder,
    MoneyDecimals,
    NotWhole,
    OtherPolicyType,
    // the dictionary
    NoPattern,
    DerivesFromNoField,
    FollowsFromItself,
    FieldWithoutTable,
    FieldWithoutPlain,
    // twice
    CodeTwice,
    ServiceTwice,
    CaseTwice,
    NeedTwice,
    CheckTwice,
    MaterialTwice,
    DistrictTwice,
    AskedTwice,
    // a service
    CannotAsk,
    NeverShown,
    NobodyAsks,
    DependsOnItself,
    QueryShowsNothing,
    PaperOfCase,
    NoPage,
    NoOfflineForm,
    NeverChecked,
    AskedNowhere,
    NotFromPaper,
    MostBelowLeast,
    WaivedWithoutReason,
    WindowWithoutDays,
    LicenceWithoutBasis,
    PromiseUncompared,
    PromiseAtWindow,
    LicenceNotAgreed,
    LicenceOfPerson,
    NoGuardianConsent,
    GuardianConsentUnused,
    NeedMissing,
    NeedUnused,
    NoIdentity,
    RuleNeverDecided,
    PromisedAboveStatutory,
    ImmediateWithDays,
    LaterWithoutDays,
    // lists
    OrderCircle,
    NoChannel,
    ChannelNotOfService,
    LevelAboveService,
    OtherStatutory,
    OtherPromised,
    PapersBelowService,
    PapersAboveService,
    NeedAsksHas,
    NeedForAll,
    BranchNeverDecided,
    Count  // none; stays last
};

// What a text names: the same in both languages, or one for each.
class DefectArgument
{
public:
    DefectArgument(const QString &text) : m_text{text, text} {}
    DefectArgument(LocalText text) : m_text(std::move(text)) {}
    DefectArgument(qint64 number) : DefectArgument(QString::number(number)) {}
    DefectArgument(int number) : DefectArgument(QString::number(number)) {}
    [[nodiscard]] const LocalText &text() const { return m_text; }

private:
    LocalText m_text;
};
using DefectArguments = QVector<DefectArgument>;

struct DefectText
{
    DefectId what;
    const char *id;  // stable, for machines
    const char *reasonEn;
    const char *cureEn;
    const char *reasonZh;
    const char *cureZh;
};

[[nodiscard]] const DefectText &defectText(DefectId id);
// A text in both languages with its arguments in place of %1 … %9.
[[nodiscard]] LocalText inWords(const char *en, const char *zh, const DefectArguments &arguments = {});

}  // namespace hall
