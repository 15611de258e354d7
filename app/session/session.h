// SPDX-License-Identifier: GPL-3.0-or-later
// One visit, from the first touch to the wiped screen: the only copy of a visitor's data, and everything QML may show
// or ask. Made by the composition root for each visit and destroyed with it, the QML engine too. GUI thread only.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/needs.h"
#include "app/domain/receiptdocument.h"
#include "app/protocol/centreclient.h"
#include "app/session/acting.h"
#include "app/session/capturejob.h"
#include "app/session/cardpinproof.h"
#include "app/session/casewriter.h"
#include "app/session/chainplan.h"
#include "app/session/disagreements.h"
#include "app/session/draftvisit.h"
#include "app/session/formmodel.h"
#include "app/session/guidepaper.h"
#include "app/session/holdercheckproof.h"
#include "app/session/idletimer.h"
#include "app/session/lifecase.h"
#include "app/session/pagereading.h"
#include "app/session/permitdesk.h"
#include "app/session/pinpad.h"
#include "app/session/pinrenewal.h"
#include "app/session/sessionservices.h"
#include "app/session/staffproof.h"
#include "app/session/tablevisit.h"

#include <QMutex>
#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>
#include <QVariantMap>

#include <array>

class QJSEngine;
class QQmlEngine;

namespace hall {

class Session : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    // Where the visit stands
    Q_PROPERTY(QString stage READ stage NOTIFY stageChanged)
    Q_PROPERTY(QString pageId READ pageId NOTIFY pageChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)  // the machine works; nothing to touch
    Q_PROPERTY(bool online READ online NOTIFY onlineChanged)
    Q_PROPERTY(
        bool connecting READ connecting NOTIFY onlineChanged)  // just started: not online, and no reason to say so
    Q_PROPERTY(QString language READ language NOTIFY languageChanged)
    Q_PROPERTY(bool elder READ elder WRITE setElder NOTIFY elderChanged)
    Q_PROPERTY(QString role READ role CONSTANT)
    Q_PROPERTY(QString hallName READ hallName NOTIFY languageChanged)
    Q_PROPERTY(QString visitorName READ visitorName NOTIFY visitorChanged)      // masked
    Q_PROPERTY(QString signerName READ signerName NOTIFY visitorChanged)        // in full, for the signature page only
    Q_PROPERTY(QString holderPicture READ holderPicture NOTIFY visitorChanged)  // of the card's photo, or empty
    Q_PROPERTY(int secondsLeft READ secondsLeft NOTIFY secondsLeftChanged)      // -1 while no warning is up
    Q_PROPERTY(bool cardAway READ cardAway NOTIFY secondsLeftChanged)  // the warning is up because the card was taken
    // Of the card that is there meanwhile: "" none, "other" somebody else's, "unread" it could not be read
    Q_PROPERTY(QString cardAwayNote READ cardAwayNote NOTIFY secondsLeftChanged)
    Q_PROPERTY(bool helpCalled READ helpCalled NOTIFY helpChanged)
    // The cabinet: its door is open while somebody's visit goes on (nothing of it is shown meanwhile), somebody stands
    // there (or no sensor could tell), why no visit may begin: {code, who, remedy} or null
    Q_PROPERTY(bool serviced READ serviced NOTIFY cabinetChanged)
    Q_PROPERTY(bool someoneThere READ someoneThere NOTIFY cabinetChanged)
    Q_PROPERTY(bool powerLost READ powerLost NOTIFY cabinetChanged)
    Q_PROPERTY(bool headphones READ headphones NOTIFY cabinetChanged)
    Q_PROPERTY(QVariant restReason READ restReason NOTIFY cabinetChanged)
    // What the store has no room for: "" nothing, "no-scans", "no-cases"
    Q_PROPERTY(QString closed READ closed NOTIFY closedChanged)
    // Sign-in
    Q_PROPERTY(QVariant signInFault READ signInFault NOTIFY signInChanged)  // {code, who, remedy} or null
    Q_PROPERTY(QVariantList readers READ readers NOTIFY
                   devicesChanged)  // {id, ready, left, fault}; left: a card that signs nobody in
    // {ready, fault} of the code scanner; null where none is fitted
    Q_PROPERTY(QVariant scanner READ scanner NOTIFY devicesChanged)
    Q_PROPERTY(bool checkingCode READ checkingCode NOTIFY stageChanged)  // what is read is a code, not a card
    // The centre is asked for leave to read the card
    Q_PROPERTY(bool askingLeave READ askingLeave NOTIFY signInChanged)
    // The pad of the card's PIN: {step, typed, digits, triesLeft, lastTry, another, fault}. step: "enter", "new",
    // "repeat"; typed: how many digits; triesLeft: -1 unknown; lastTry: one more wrong PIN locks the card, or may;
    // another: the card can be read without the PIN; fault: of the try before, {code, who, remedy} or null. Of a card
    // that is to get another PIN also {renews: true}, and the steps are "old", "new", "repeat"
    Q_PROPERTY(QVariantMap pin READ pin NOTIFY pinChanged)
    // Signing in with a travel permit: {offered, kind, keys, note, unread, reading, entry, letter, name, number, birth,
    // until}. kind: "hk-mo", "taiwan" or ""; keys: its number may be typed; note: of the step before ("unread",
    // "wrong-kind", "other-document", "expired", "no-number", "differs", "camera-out", "window" or ""); unread:
    // pictures in vain; reading: one is being read; letter: the next key is H or M; the last four, masked: what was
    // read
    Q_PROPERTY(QVariantMap permit READ permit NOTIFY permitChanged)
    // The visitor showed nothing that anything kept about a person may be told for
    Q_PROPERTY(bool unproved READ unproved NOTIFY visitorChanged)
    Q_PROPERTY(QVariantList deviceFaults READ deviceFaults NOTIFY devicesChanged)  // {device, code, who, remedy}
    // Consent
    Q_PROPERTY(QStringList consentParagraphs READ consentParagraphs NOTIFY languageChanged)
    // Home
    Q_PROPERTY(QVariantList events READ events NOTIFY homeChanged)  // {id, title, icon}
    Q_PROPERTY(QString eventId READ eventId WRITE setEventId NOTIFY homeChanged)
    // {id, title, summary, event, available, reason, minutes, icon, often, refused}: those that this visitor may be
    // offered, group by group. often: place among the services used most, 0 none of them; refused: why what is known of
    // the visitor rules it out for certain, in words, or empty; those come last in their group
    Q_PROPERTY(QVariantList services READ services NOTIFY homeChanged)
    Q_PROPERTY(QVariantList chains READ chains NOTIFY homeChanged)  // {id, title, summary, event}
    // {number, service, state, at}; service and state are empty while casesHidden: what they are about is told to
    // nobody who has not proved to be that person
    Q_PROPERTY(QVariantList pastCases READ pastCases NOTIFY homeChanged)
    Q_PROPERTY(bool casesHidden READ casesHidden NOTIFY homeChanged)
    // Damage of the store took whose some waiting cases are: pastCases may lack one of this person
    Q_PROPERTY(bool casesUnsure READ casesUnsure NOTIFY homeChanged)
    // What waits for the visitor: {id, number, service, kind, until, at}. kind: "correction", "ready"; service, kind
    // and until are empty while casesHidden
    Q_PROPERTY(QVariantList pending READ pending NOTIFY homeChanged)
    // The case that is open: {id, number, service, state, code, at, until, words, asked: [{kind, title, text}], what,
    // place, answerable, withdrawable, detailed}. detailed: the centre was asked; else this machine alone knows of it
    Q_PROPERTY(QVariantMap pendingCase READ pendingCase NOTIFY pendingChanged)
    // What was handed in: "" a case, "supplement", "withdrawal"
    Q_PROPERTY(QString handedIn READ handedIn NOTIFY doneChanged)
    // What may be useful next: {service, title, why, icon}. Each sentence names a fact: whoever has no more than the
    // card is told only what rests on the card and on what was entered here
    Q_PROPERTY(QVariantList suggestions READ suggestions NOTIFY suggestionsChanged)
    // Who stands there is to be proved: {goal: "service" (of `service`) or "cases", needed: "possession", "holder",
    // "staff", ways: [{id: "card-pin", "holder-check", "staff", "window", works, reason}], note and noteWay: how the
    // last try ended, of which way} and what the page of a way shows: of "holder-check" {step}, of "staff" {step,
    // typed, fault, lockedSeconds, clear, other}; the pad of "card-pin" is `pin`, step "prove"
    Q_PROPERTY(QVariantMap prove READ prove NOTIFY proveChanged)
    // One service
    Q_PROPERTY(QVariantMap service READ service NOTIFY serviceChanged)
    // Of a chain of services (一件事): {id, atomic, ofUnit, parts: [{id, title, state, rows, text, basis}], nothing};
    // state: "taken", "asked" (`rows`, {label, value}: what the centre said), "theirs" (the employer's or the worker's
    // to do), "open", "refused" (why is `text`), those that are not called for are left out; nothing: the centre was
    // asked, and there is no case to file. Of a single service only {offer: {id, title, summary, services}}, or nothing
    // at all
    Q_PROPERTY(QVariantMap chain READ chain NOTIFY serviceChanged)
    // {id, title, index, count}; id "known" is the page of all that need not be asked
    Q_PROPERTY(QVariantMap page READ page NOTIFY pageChanged)
    Q_PROPERTY(QVariantList knownSections READ knownSections NOTIFY pageChanged)  // as reviewSections
    // Of the page "sharing": {purpose, sources: [{id, about: titles of what is compared, licences: titles of papers}]}
    Q_PROPERTY(QVariantMap sharing READ sharing NOTIFY pageChanged)
    Q_PROPERTY(QAbstractListModel *fields READ fields CONSTANT)
    Q_PROPERTY(QVariantList errors READ errors NOTIFY errorsChanged)  // {fieldId, label, text}
    // What was signed is not what would be submitted now: the signature that was kept is gone.
    Q_PROPERTY(bool signatureDropped READ signatureDropped NOTIFY visitorChanged)
    // What can be done in one visit, told to everybody: the hall's list by life events {title, icon, items: [{number,
    // title, cases: [text]}]}, one item {number, title, cases: [{id, title, summary}]}, and everything about one case
    // or the service at hand {title, service, summary, who, unit, papers, minutes, fee, immediate, workdays, channels,
    // level: "full", "part", "guide", always, hours, legal, here, available, reason}; papers as the materials of
    // `service`
    Q_PROPERTY(QVariantList guideGroups READ guideGroups NOTIFY guideChanged)
    Q_PROPERTY(QVariantMap guideItem READ guideItem NOTIFY guideChanged)
    Q_PROPERTY(QVariantMap guide READ guide NOTIFY guideChanged)
    Q_PROPERTY(QVariantMap guidePaper READ guidePaper NOTIFY guideChanged)  // {state, fault, code}
    // Scanning
    Q_PROPERTY(QVariantMap material READ material NOTIFY
                   captureChanged)  // {title,why,page,pages,taken,others,enough,full,index,count,required,later,
                                    // follow: workdays, until, promise, sought: "", "none", "expired", "unanswered",
                                    // again: `page` is there and is taken anew}
    Q_PROPERTY(QVariantMap capture READ capture NOTIFY captureChanged)  // {state, hint, held, image,
                                                                        // half, open, larger, inTwo}
    // half: of a sheet larger than the tray, 1 or 2, else 0; open: "top", "right", "bottom", "left", over which side of
    // the picture its first half went on, or is to; larger: what lies there looks like such a sheet; inTwo: the visitor
    // said that it is one
    // The pages of `material` on the stage "page-list": {title, pages: [image], least, most, enough, full, removed:
    // number of the page that was just taken out and can be put back, or 0}
    Q_PROPERTY(QVariantMap pageList READ pageList NOTIFY captureChanged)
    Q_PROPERTY(QVariantMap promise READ promise NOTIFY captureChanged)  // in place of `material`: {title, paragraphs}
    // Review
    Q_PROPERTY(QVariantList reviewSections READ reviewSections NOTIFY reviewChanged)
    // {pageId, title, pages, later, until, promised, images, licence: {number, issuer, until} of one that is not
    // scanned}
    Q_PROPERTY(QVariantList reviewMaterials READ reviewMaterials NOTIFY reviewChanged)
    // After submitting
    Q_PROPERTY(QString caseNumber READ caseNumber NOTIFY doneChanged)
    // {number, service} of each case of a chain; empty for a single service
    Q_PROPERTY(QVariantList caseNumbers READ caseNumbers NOTIFY doneChanged)
    Q_PROPERTY(QString delivery READ delivery NOTIFY doneChanged)      // "sent", "saved", "stored"
    Q_PROPERTY(QString printState READ printState NOTIFY doneChanged)  // none, printing, printed, not-printed, unknown
    Q_PROPERTY(QVariant printFault READ printFault NOTIFY doneChanged)
    Q_PROPERTY(QVariant submitFault READ submitFault NOTIFY doneChanged)  // why the case could not be kept
    Q_PROPERTY(QString receiptQr READ receiptQr NOTIFY doneChanged)
    // What happens now: {title, steps} in words. The title is the service's where several were filed; empty: of them
    // all.
    Q_PROPERTY(QVariantList nextGroups READ nextGroups NOTIFY doneChanged)
    // A query's answer
    Q_PROPERTY(QString queryState READ queryState NOTIFY queryChanged)  // asking, found, none, offline, error
    // The answer is not the centre's of now but a list that it has sent before: its date, ISO; empty otherwise
    Q_PROPERTY(QString queryAsOf READ queryAsOf NOTIFY queryChanged)
    // {title, rows: {label, value}, listed}; listed: one record of a list, which the page turns over in leaves
    Q_PROPERTY(QVariantList queryGroups READ queryGroups NOTIFY queryChanged)
    // Of the answer on paper: {offered: "", "answer", "proof", state: "" nobody asked, "none" there is no paper,
    // "printing", "printed", "not-printed", "unknown", fault: {code, who, remedy} or null}
    Q_PROPERTY(QVariantMap answerPaper READ answerPaper NOTIFY queryChanged)
    // For whom the visitor acts besides himself. unit: {active, confirmed, name, code, entry, note, event}: the name is
    // the code while the centre cannot be asked; event: the group of the home page that leads to it.
    // worker: {offered, waiting, note} of the worker's card on a form page. delegate: {offered, active, name}; the name
    // is masked. people: {most, list: {name, number, problem}}, the last of the list is the one on the form pages.
    Q_PROPERTY(QVariantMap unit READ unit NOTIFY unitChanged)
    Q_PROPERTY(QVariantMap worker READ worker NOTIFY unitChanged)
    Q_PROPERTY(QVariantMap delegate READ delegate NOTIFY serviceChanged)
    Q_PROPERTY(QVariantMap people READ people NOTIFY unitChanged)
    // What was entered, kept at the centre until midnight. offered: it can be now; waits: there is something of this
    // visitor; state: "", "kept" under `code` ("1234 5678") until `until` ("00:00"), "failed"; entry: of the code, as
    // typed; note: "", "short", "wrong", "error", "gone" (it cannot be used here)
    Q_PROPERTY(QVariantMap draft READ draft NOTIFY draftChanged)
    Q_PROPERTY(bool cardInSlot READ cardInSlot NOTIFY devicesChanged)
    // A table of people on a stick. offered: it can be brought now; stick: "none" (there is no place for one), "out",
    // "in", "left" (it lay there before this visit); files: {name, workbook}, more: not all of them; note: why the last
    // one could not be taken, in words; columns: the headings that a table needs; paper: {state, fault} of them, code:
    // the same as a code. Of a table that was read: file, right: how many can be taken as they stand, taken: they are;
    // wrong: {line, name, number, errors: {column, text}}, name and number masked; whole: {line, column, text}, because
    // of which nothing can be taken; unknown: headings that were left out; left: rows that wait to be corrected
    Q_PROPERTY(QVariantMap table READ table NOTIFY tableChanged)

public:
    static constexpr const char *engineProperty = "hallSession";
    static constexpr const char *sharingVersion = "sharing-2026.2";  // of the words of SharingPage.qml

    explicit Session(SessionServices services, QObject *parent = nullptr);
    ~Session() override;
    static Session *create(QQmlEngine *engine, QJSEngine *scriptEngine);  // the one the engine was given
    [[nodiscard]] static Session *of(const QObject *engine);

    [[nodiscard]] QString stage() const { return m_stage; }
    [[nodiscard]] QString pageId() const;
    [[nodiscard]] bool busy() const { return m_busy; }
    [[nodiscard]] bool online() const { return m_online; }
    [[nodiscard]] bool connecting() const { return m_connecting; }
    [[nodiscard]] QString language() const { return m_language; }
    [[nodiscard]] bool elder() const { return m_elder; }
    void setElder(bool elder);
    [[nodiscard]] QString role() const { return m_services.role; }
    [[nodiscard]] QString hallName() const { return m_services.hallName.in(m_language); }
    [[nodiscard]] QString visitorName() const;
    [[nodiscard]] QString signerName() const;
    [[nodiscard]] QString holderPicture() const;
    [[nodiscard]] int secondsLeft() const { return m_idle.secondsLeft(); }
    [[nodiscard]] bool cardAway() const { return m_cardAway; }
    [[nodiscard]] QString cardAwayNote() const { return m_cardAwayNote; }
    [[nodiscard]] bool helpCalled() const { return m_helpCalled; }
    [[nodiscard]] bool serviced() const;
    [[nodiscard]] bool someoneThere() const;
    [[nodiscard]] bool powerLost() const;
    [[nodiscard]] bool headphones() const;
    [[nodiscard]] QVariant restReason() const;
    [[nodiscard]] QString closed() const;
    [[nodiscard]] bool patient() const;  // this visitor is given more time
    void keyUsed();                      // of the keys to be felt
    [[nodiscard]] QVariant signInFault() const { return m_signInFault; }
    [[nodiscard]] QVariantList readers() const;
    [[nodiscard]] QVariant scanner() const;
    [[nodiscard]] bool checkingCode() const { return m_checkingCode; }
    [[nodiscard]] bool askingLeave() const { return !m_leaveReader.isEmpty(); }
    [[nodiscard]] QVariantMap pin() const;
    [[nodiscard]] QVariantMap permit() const;
    [[nodiscard]] bool unproved() const { return m_identity && !mayAskCentreAbout(*m_identity); }
    [[nodiscard]] QVariantList deviceFaults() const;
    [[nodiscard]] QStringList consentParagraphs() const;
    [[nodiscard]] QVariantList events() const;
    [[nodiscard]] QString eventId() const { return m_eventId; }
    void setEventId(const QString &id);
    [[nodiscard]] QVariantList services() const;
    [[nodiscard]] QVariantList chains() const;
    [[nodiscard]] QVariantList pastCases() const;
    [[nodiscard]] bool casesHidden() const;
    [[nodiscard]] bool casesUnsure() const { return m_casesUnsure; }
    [[nodiscard]] QVariantList pending() const;
    [[nodiscard]] QVariantMap pendingCase() const;
    [[nodiscard]] QString handedIn() const;
    [[nodiscard]] QVariantList suggestions() const;
    [[nodiscard]] QVariantMap prove() const;
    [[nodiscard]] QString assurance() const;  // proved in this visit: "open", "possession", "holder", "staff"
    [[nodiscard]] QVariantMap service() const;
    [[nodiscard]] QVariantMap chain() const;
    [[nodiscard]] QVariantMap page() const;
    [[nodiscard]] QVariantList knownSections() const;
    [[nodiscard]] QVariantMap sharing() const;
    [[nodiscard]] QAbstractListModel *fields() { return &m_form; }
    [[nodiscard]] QVariantList errors() const;
    [[nodiscard]] bool signatureDropped() const { return m_signatureDropped; }
    [[nodiscard]] QVariantMap material() const;
    [[nodiscard]] QVariantMap capture() const;
    [[nodiscard]] QVariantMap pageList() const;
    [[nodiscard]] QVariantList guideGroups() const;
    [[nodiscard]] QVariantMap guideItem() const;
    [[nodiscard]] QVariantMap guide() const;
    [[nodiscard]] QVariantMap guidePaper() const;
    [[nodiscard]] QVariantMap promise() const;
    [[nodiscard]] QVariantList reviewSections() const;
    [[nodiscard]] QVariantList reviewMaterials() const;
    [[nodiscard]] QString caseNumber() const { return m_caseNumber; }
    [[nodiscard]] QVariantList caseNumbers() const;
    [[nodiscard]] QString delivery() const { return m_delivery; }
    [[nodiscard]] QString printState() const { return m_printState; }
    [[nodiscard]] QVariant printFault() const { return m_printFault; }
    [[nodiscard]] QVariant submitFault() const { return m_submitFault; }
    [[nodiscard]] QString receiptQr() const;
    [[nodiscard]] QVariantList nextGroups() const;
    [[nodiscard]] QString queryState() const { return m_queryState; }
    [[nodiscard]] QString queryAsOf() const { return m_queryAsOf; }
    [[nodiscard]] QVariantList queryGroups() const;
    [[nodiscard]] QVariantMap answerPaper() const;
    [[nodiscard]] QVariantMap unit() const;
    [[nodiscard]] QVariantMap worker() const;
    [[nodiscard]] QVariantMap delegate() const;
    [[nodiscard]] QVariantMap people() const;
    [[nodiscard]] QVariantMap table() const;
    [[nodiscard]] QVariantMap draft() const;
    [[nodiscard]] bool mayShow(const Service &service) const;  // to whom the visitor acts for: a person, or a unit
    [[nodiscard]] bool cardInSlot() const;

    Q_INVOKABLE void setLanguage(const QString &code);
    Q_INVOKABLE void stay();   // one touch to go on
    Q_INVOKABLE void start();  // attract → sign-in
    Q_INVOKABLE void back();
    Q_INVOKABLE void cancel();  // ends the visit; the page has asked before
    Q_INVOKABLE void goHome();
    // Home again, and nothing is kept of what the visitor entered or laid under the camera.
    Q_INVOKABLE void leaveService();
    Q_INVOKABLE void help();  // shown on the screen until helped(); the visit waits longer meanwhile
    Q_INVOKABLE void helped();
    Q_INVOKABLE void acceptConsent();
    Q_INVOKABLE void refuseConsent();
    Q_INVOKABLE void pinDigit(int digit);
    Q_INVOKABLE void pinErase();
    Q_INVOKABLE void pinClear();
    Q_INVOKABLE void pinEnter();
    Q_INVOKABLE void pinForgotten();  // where it was to be changed
    Q_INVOKABLE void pinSkip();       // read the card without its PIN, where that can be done
    Q_INVOKABLE void permitStart();
    Q_INVOKABLE void permitChoose(const QString &kind);  // "hk-mo" or "taiwan"
    Q_INVOKABLE void permitType();                       // the number instead of the picture
    Q_INVOKABLE void permitConfirm();
    Q_INVOKABLE void permitReject();
    Q_INVOKABLE void permitKey(const QString &key);  // a digit, H or M
    Q_INVOKABLE void permitErase();
    Q_INVOKABLE void permitClear();
    Q_INVOKABLE void permitEnter();
    Q_INVOKABLE void showGuide();  // from attract, or after a refusal
    Q_INVOKABLE void openGuideItem(int number);
    Q_INVOKABLE void openGuideCase(const QString &id);
    Q_INVOKABLE void beginGuided();  // signs in first
    Q_INVOKABLE void printGuide();   // of the case or service at hand
    Q_INVOKABLE void unitStart();
    Q_INVOKABLE void unitKey(const QString &key);
    Q_INVOKABLE void unitErase();
    Q_INVOKABLE void unitClear();
    Q_INVOKABLE void unitEnter();
    Q_INVOKABLE void unitLeave();
    Q_INVOKABLE void readWorker();  // the next card that is read is the worker's
    Q_INVOKABLE void addPerson();
    Q_INVOKABLE void removePerson(int index);
    Q_INVOKABLE void openTable();
    Q_INVOKABLE void chooseTable(int index);  // of its files
    Q_INVOKABLE void printColumns();
    Q_INVOKABLE void openRows();             // that wait to be corrected
    Q_INVOKABLE void correctRow(int index);  // of `wrong`: its person goes to the form pages
    Q_INVOKABLE void keepDraft();
    Q_INVOKABLE void openDraft();  // asks for its code
    Q_INVOKABLE void draftDigit(int digit);
    Q_INVOKABLE void draftErase();
    Q_INVOKABLE void draftClear();
    Q_INVOKABLE void draftEnter();
    Q_INVOKABLE void actForOther();
    Q_INVOKABLE void actForSelf();
    Q_INVOKABLE void openService(const QString &id);
    Q_INVOKABLE void openChain(const QString &id);
    Q_INVOKABLE void together();   // the chain that is offered with the service, instead of the service alone
    Q_INVOKABLE void showCases();  // what they are about; asks for proof
    Q_INVOKABLE void openPending(const QString &id);  // asks for proof
    Q_INVOKABLE void answerPending();                 // gives what the correction asks for
    Q_INVOKABLE void withdrawPending();               // the page has asked before
    Q_INVOKABLE void printPending();
    Q_INVOKABLE void followSuggestion(const QString &service);
    Q_INVOKABLE void declineSuggestion(const QString &service);  // not shown again in this visit
    Q_INVOKABLE void goOn();  // after a case: home again, in the same visit; what was entered need not be entered again
    Q_INVOKABLE void chooseWay(const QString &id);
    Q_INVOKABLE void proveAgree();  // to being looked at; or, as staff: person and document were compared
    Q_INVOKABLE void begin();
    Q_INVOKABLE void setAnswer(const QString &fieldId, const QVariant &value);
    Q_INVOKABLE void takeSaid(const QString &fieldId, int index);  // one of the row's `said` is right
    Q_INVOKABLE void next();
    Q_INVOKABLE void shoot();
    Q_INVOKABLE void acceptShot();
    Q_INVOKABLE void retake();
    Q_INVOKABLE void firstHalfAgain();     // of a sheet that is taken in two
    Q_INVOKABLE void takeInTwo(bool yes);  // the paper at hand is larger than the tray
    Q_INVOKABLE void skipMaterial();       // brought later; only where the material allows it
    // The pages of a material that takes several, as they are: looked at, put in order, taken anew or taken out. Pages
    // count from 0. Nothing happens for one that is not there.
    Q_INVOKABLE void openPageList();
    Q_INVOKABLE void movePage(int page, int to);
    Q_INVOKABLE void removePage(int page);
    Q_INVOKABLE void putPageBack();  // the one that was taken out last, while the list is shown
    Q_INVOKABLE void retakePage(int page);
    Q_INVOKABLE void addPage();
    Q_INVOKABLE void askPromise();  // instead of the paper; only where the material allows it
    Q_INVOKABLE void givePromise();
    Q_INVOKABLE void change(const QString &pageId);
    Q_INVOKABLE void confirmReview();
    // The pad's own strokes, for the visitor who goes back from the page and comes again: kept while answers and papers
    // stay as they are, and no longer than the service.
    Q_INVOKABLE void keepSignature(const QByteArray &strokes);
    Q_INVOKABLE [[nodiscard]] QByteArray keptSignature() const;
    Q_INVOKABLE void setSignature(const QByteArray &png);
    Q_INVOKABLE void submit();
    Q_INVOKABLE void reprint();
    Q_INVOKABLE void printAnswer();  // of the query
    Q_INVOKABLE void finish();

    void touched();
    // The centre's word on a case, from the sync client; only this visit's own case is looked at.
    void caseStateChanged(const QString &id, const QString &state);
    [[nodiscard]] CaptureJob *captureJob() const { return m_capture.get(); }
    [[nodiscard]] QImage pageImage(const QString &key) const;  // any thread
    [[nodiscard]] static QStringList stageNames();
    // Shows every page once, empty, for the self-test.
    void showEveryStage(const std::function<void()> &settle);

Q_SIGNALS:
    void stageChanged();
    void pageChanged();
    void busyChanged();
    void onlineChanged();
    void languageChanged();
    void elderChanged();
    void visitorChanged();
    void secondsLeftChanged();
    void helpChanged();
    void cabinetChanged();
    void closedChanged();
    void signInChanged();
    void pinChanged();
    void permitChanged();
    void proveChanged();
    void devicesChanged();
    void homeChanged();
    void guideChanged();
    void unitChanged();
    void tableChanged();
    void draftChanged();
    void pendingChanged();
    void suggestionsChanged();
    void serviceChanged();
    void errorsChanged();
    void captureChanged();
    void reviewChanged();
    void doneChanged();
    void queryChanged();
    void wiping(const QStringList &traces);  // just before an identity goes, or when one is turned away
    void visitOver();                        // the host destroys this object and its engine
    void staffCardSeen(const QString &cardNumber);

private:
    struct MaterialTask
    {
        int index = 0;  // of the service's materials
        QVector<Material> pages;
        QVector<QString> images;  // keys of m_images
        bool skipped = false;
        bool required = true;
        bool more = false;  // taken for the first of several people; the others' pages are still to come
        struct Bound
        {
            QVector<Material> of;         // the pages as they were then
            std::optional<Material> pdf;  // none: it could not be made, and they go as they are
        };
        std::optional<Bound> bound = std::nullopt;         // what is wanted as one PDF, when it was handed in
        std::optional<QDateTime> promised = std::nullopt;  // instead of it, when
        std::optional<Licence> licence = std::nullopt;     // the centre has it: not scanned
        QString sought = {};                               // why not, where the centre was to be asked for it
    };
    [[nodiscard]] static bool isOpen(const MaterialTask &task)  // pages of it are still to be laid down
    {
        return !task.skipped && (task.pages.isEmpty() || task.more);
    }
    // A page that was taken out of a list and can still be put back.
    struct RemovedPage
    {
        int place = 0;
        MaterialTask page;  // of one page
    };
    // What became of looking for an electronic licence: "none", "expired", "unanswered", or the licence.
    struct LicenceFinding
    {
        QString sought;
        std::optional<Licence> licence;
    };

    // What proof was asked for.
    enum class Goal
    {
        None,
        Service,  // m_service is to begin
        Cases,
        Pending  // the case m_openCase
    };

    // Where a value stood on a paper.
    struct ReadPlace
    {
        bool certain = false;
        QString image;  // key of m_images; empty: the reader does not say
    };
    // What was read of one accepted page. Wiped when it goes.
    struct PaperRead
    {
        QString material;
        QString image;  // the page's
        Facts facts;
        QHash<QString, ReadPlace> places;  // by dictionary id
        bool aside = false;
    };

    // What is shown is made of these in the language of the moment.
    struct FieldError
    {
        QString field;
        ErrorId error;
    };

    // session.cpp: stages, sign-in, idle
    void setStage(const QString &stage);
    void setBusy(bool busy);
    [[nodiscard]] static QStringList tracesOf(const Identity &identity);  // what the card said
    void applyIdleMode();
    void lookForCards();
    void lookForWaitingCard();
    void onCardArrived(const QString &reader);
    void onCardRead(const QString &reader, const std::shared_ptr<const Identity> &identity);
    void onCardFailed(const QString &reader, const Fault &fault);
    void onCardRemoved(const QString &reader);
    void noteCardAway(const QString &note);
    void signIn(const std::shared_ptr<const Identity> &identity, const QString &reader);
    void refuse(const Fault &fault);
    void askHolderPicture();
    [[nodiscard]] std::optional<Fault> refusal(const Identity &identity) const;
    // sessionpin.cpp: cards that keep their holder to themselves
    void onCardWaits(const QString &reader, const std::shared_ptr<const device::AuthorisationNeed> &need);
    void cardWaitsInVisit(const QString &reader, const Identity &card);
    void askPin(const QString &reader, const std::shared_ptr<const device::AuthorisationNeed> &need);
    void askNewPin(const std::shared_ptr<const Identity> &holder);
    void changePin();
    void onPinChanged(const QString &reader, const Done &done);
    void dropPad();
    void closePad(const QString &reader);
    [[nodiscard]] PinEntry *padEntry();  // that digits go into now; null: none
    void padChanged();
    void askLeave(const QString &reader, const device::AuthorisationNeed &need);
    void onLeave(const QString &reader, const Result<CentreAnswer> &answer);
    // sessionpermit.cpp: travel permits
    [[nodiscard]] bool permitStage() const;
    [[nodiscard]] PermitDesk::Ways permitWays() const;
    void showPermit();
    void backFromPermit();
    bool signInWithPermit();
    void readZone();
    void onZone(Result<TravelPermit> permit);
    void permitCameraChanged();
    void dropPermit();
    // sessionrenewal.cpp: another PIN for the visitor's card
    void makePinRenewal();
    [[nodiscard]] bool renewPin();
    void onPinRenewed(const Done &done, bool initial);
    void resetPinInstead();
    // sessionprove.cpp: who stands there
    void makeAuthenticators();
    [[nodiscard]] std::array<Authenticator *, 3> authenticators() const;
    [[nodiscard]] ProofSubject proofSubject() const;
    void askProof(Goal goal, Assurance needed);
    void showPadAtOnce();
    void onProofEnded(ProofWay way, const ProofEnd &end);
    void noteProof(ProofWay way, const ProofEnd &end);
    void goOnProved();
    void stopProving();
    void noHelpForProof();
    [[nodiscard]] bool backOfProof();
    [[nodiscard]] bool cardWhileProving(const QString &reader, const std::shared_ptr<const Identity> &identity);
    [[nodiscard]] bool closedCardWhileProving(const QString &reader, const Identity &card);
    [[nodiscard]] bool removedWhileProving(const QString &reader);
    // sessioncabinet.cpp: door, presence, power, keys
    void onCabinet();
    void watchAbsence();
    void applyPatience();
    // sessioncodes.cpp: the code of an electronic card
    void listenForCodes();
    void onCodeScanned(const std::shared_ptr<const device::ScannedCode> &code);
    void onCodeUnreadable(const Fault &fault);
    void onHolder(int asked, const Result<CentreAnswer> &answer);
    [[nodiscard]] bool seenJustNow(const QByteArray &code);
    // sessionunit.cpp: acting for an employer or institution
    void takeUnitCode();
    void askUnit();
    void enterUnit(Facts facts, bool confirmed);
    void wipeActing();
    void unitScanned(const device::ScannedCode &code);
    void noteUnit(const QString &note);
    [[nodiscard]] QString unitName() const;
    [[nodiscard]] QString homeEvent() const;  // where the home page begins
    [[nodiscard]] SourceFacts unitSources() const;
    [[nodiscard]] bool takeWorkerCard(const QString &reader, const Identity &card);
    void noteWorker(const QString &note);
    [[nodiscard]] Applicant applicant() const;
    // sessionpeople.cpp: several people in a unit's case
    [[nodiscard]] bool takesPeople() const;
    [[nodiscard]] QStringList personalPages() const;   // form pages that are about one person, in order
    [[nodiscard]] QStringList personalFields() const;  // and their fields
    [[nodiscard]] QStringList pagesToAsk() const;      // those of them on which there is something to say
    [[nodiscard]] Facts personInHand() const;
    void putInHand(const Facts &person);
    [[nodiscard]] QVector<Facts> everybody() const;
    [[nodiscard]] Facts caseOf(const Facts &person) const;
    [[nodiscard]] QStringList askedForOthers() const;  // fields of the unit that those put aside make required
    [[nodiscard]] QStringList peopleProblems() const;  // in words, one for each, empty when there is none
    void showPeople();
    void nextOfPerson();
    void backOfPerson();
    void afterPeople();
    [[nodiscard]] Facts personFor(const Service &part, const Facts &person) const;
    // Empty for one person. `part`: what that service of a chain has of each.
    [[nodiscard]] QByteArray peopleJson(const Service *part = nullptr) const;
    [[nodiscard]] QVariantList peopleSections() const;
    void forgetPeople();
    [[nodiscard]] bool nobodyInHand() const;
    [[nodiscard]] QString openPageOfPerson() const;  // where something is missing or wrong; empty when nothing is
    // sessiontable.cpp: people from a table on a stick
    void followStick();
    void onStick();
    void onTable(const TableCells &cells);
    [[nodiscard]] bool tableStage() const;
    [[nodiscard]] bool tableOffered() const;
    [[nodiscard]] QString stickPlace() const;
    [[nodiscard]] bool stickToTake() const;
    void leaveStick();
    void takeRows();
    void afterTable();
    void backFromTable();
    void nextOfRow();
    void showRowCells();
    void stopTable();
    void forgetTable();
    [[nodiscard]] QVariantMap tableRowsMap() const;
    [[nodiscard]] QVariantMap wrongMap(const QString &field, const QString &text) const;
    [[nodiscard]] ColumnsPaper columnsPaper() const;
    // sessiondraft.cpp: what is kept for later in the day
    [[nodiscard]] bool draftOffered() const;
    [[nodiscard]] Facts saidFacts() const;
    void onDraftKept(const Result<wire::DraftAnswer> &answer);
    void onDraftTaken(const Result<CentreAnswer> &answer, const DraftKey &key);
    void goOnWith(const Draft &draft);
    void noteDraft(const QString &note);
    void dropDraft();
    [[nodiscard]] bool backOfDraft();
    // sessiondelegate.cpp: acting for another person
    void nextPrincipal();
    [[nodiscard]] QVector<FormRow> principalRows() const;
    [[nodiscard]] SourceFacts principalSources() const;
    [[nodiscard]] QVariantMap principalSection() const;
    void forgetDelegation();
    void onDevices();
    void endVisit();
    [[nodiscard]] QStringList visitorsReaders() const;
    void leaveCards(const QStringList &readers);
    void wipe();  // everything of the person, the case and the papers
    void showEnded();
    void watchTakeCard();
    void refreshOnline();

    // sessionlife.cpp: a case after it was handed in
    void askLife();
    [[nodiscard]] QVector<LifeCase> knownCases() const;  // by the centre and by this kiosk
    [[nodiscard]] std::optional<LifeCase> openCase() const;
    void enterPending();
    void showPending();
    [[nodiscard]] bool supplementing() const { return m_supplement && m_service == &*m_supplement; }
    void takeService(const LifeCase &one);  // m_service becomes what the case still asks for
    void noteFollowUp();                    // this kiosk remembers that something was handed in for a case
    [[nodiscard]] std::optional<ReceiptDocument> pendingDocument(int copy) const;

    // sessionnext.cpp: what may be useful next
    void askNeeds();
    [[nodiscard]] Facts tellableFacts() const;
    [[nodiscard]] QVector<Need> usefulNext() const;
    [[nodiscard]] bool saidByVisitor(const QString &field) const;  // for this service or an earlier one

    // sessionhome.cpp: services, introduction, asking the centre
    void loadPastCases();
    void askPrefill();
    void enterForm();
    void enterPages();  // of the form
    void askQuery();
    void ask();  // for a proof, for a query's answer or for what the form needs
    [[nodiscard]] bool serviceRests(const Service &service, QString *reason) const;
    [[nodiscard]] SourceFacts cardFacts() const;
    [[nodiscard]] SourcedFacts sourcedFacts() const;  // of the case at hand: what no visitor said; see collectMaterials
    [[nodiscard]] Facts holderFacts(const Identity &holder) const;
    void forgetService();  // what was entered or laid under the camera for one
    [[nodiscard]] VisitProof proof() const;
    [[nodiscard]] QString fullName() const;  // as shown by a card, or as filled in by whoever had none
    [[nodiscard]] QDate today() const;
    [[nodiscard]] QString sourceName(FactSource source) const;
    [[nodiscard]] QString plainSource() const;
    void applyPrefill();

    // sessionanswer.cpp: the centre's answer to a query, on the screen and on paper
    [[nodiscard]] QVariantList rowsOf(const QStringList &fields, const Facts &record, bool inFull) const;
    [[nodiscard]] QVariantList answerGroups(bool inFull) const;
    [[nodiscard]] ReceiptDocument answerDocument(int copy) const;
    void forgetAnswer();
    [[nodiscard]] bool keptHere(const Service &service) const;  // the release in force has what it lists
    void answerFromHere();

    // sessionguide.cpp: what can be done, and everything needed told at once
    [[nodiscard]] bool guideStage() const;
    void backFromGuide();
    void openGuided();
    [[nodiscard]] const OnceCase *guideCaseShown() const;
    [[nodiscard]] const Service *guideService() const;
    [[nodiscard]] QVector<NoticePaper> noticeOf(const Service &service) const;
    [[nodiscard]] QVariantList papersOf(const Service &service) const;
    [[nodiscard]] std::optional<GuidePaper> guideForPaper() const;
    void forgetGuidePaper();
    // sessionpromise.cpp: papers that follow, and promises in their place
    [[nodiscard]] bool mayPromise() const;
    [[nodiscard]] bool isLetter(const ServiceMaterial &material) const;
    [[nodiscard]] bool promiseOffered(const MaterialTask &task) const;
    [[nodiscard]] int followDays(const MaterialTask &task) const;
    [[nodiscard]] std::optional<QDate> dayWithin(int workdays) const;
    [[nodiscard]] QVector<Commitment> commitments() const;
    [[nodiscard]] QStringList windowSteps() const;
    // sessionlicence.cpp: electronic licences in place of scans
    [[nodiscard]] bool mayLookFor(const ServiceMaterial &material) const;
    [[nodiscard]] QString licenceService(const ServiceMaterial &material) const;
    [[nodiscard]] bool lookForLicences();
    void noteLicences(const QStringList &kinds, const Result<CentreAnswer> &answer);
    void applyLicences();
    void forgetLicences();
    [[nodiscard]] QVector<LicenceReference> licencesFor(const Service &service) const;
    [[nodiscard]] static QVariantMap licenceMap(const MaterialTask &task);
    // sessiongroups.cpp: what the home page offers, and to whom
    [[nodiscard]] bool showsDocument(const Service &service) const;
    [[nodiscard]] QVariantMap cardOf(const Service &service, const Facts &known) const;
    [[nodiscard]] Facts knownFacts() const;
    void noteSharing();    // the visitor has said whether other offices may be asked
    void forgetSharing();  // said for one service, not for the next
    void reviewSharing();
    [[nodiscard]] QStringList checksTold() const;  // that the page names now

    // sessionform.cpp: pages, answers, materials, review
    void followProposals(const QString &fieldId);
    void showPage(const QString &id);
    void showLastPage();
    void summariseKnown();
    void returnTo();
    void refreshForm();
    void nextPage();
    void afterLastPage();
    void toMaterials();
    void toMaterialBefore();
    void showMaterial(int index);
    [[nodiscard]] bool mayBeLarger() const;
    void afterMaterial();
    void pageWritten(int index, const QString &key, const Result<Material> &material, int papers);
    void putInPlace(MaterialTask &task, const Material &material, const QString &key);
    // sessionpagelist.cpp: the pages of one material
    void showPageList();
    [[nodiscard]] MaterialTask *listedTask();  // null: none is shown
    void pagesChanged(MaterialTask &task);
    void forgetRemoved();
    void leavePageList();
    void goOnFromList();
    void answered(const QString &fieldId);
    void followAnswer(const QString &fieldId);
    void collectErrors();
    [[nodiscard]] QString errorText(const ErrorId &error) const;
    void onCaptureState();
    [[nodiscard]] QString keepImage(const QImage &picture);
    void dropImage(const QString &key);
    void dropPages(MaterialTask &task);
    void dropAllPages();
    // As they go with the case: its pages, or the PDF of them.
    [[nodiscard]] static QVector<Material> filesOf(const MaterialTask &task);
    void keepForBinding(const Material &page, const QString &sheet, const Sensitive<QByteArray> &jpeg);
    // False: nothing is to be bound any more. Otherwise one paper is bound now, and handIn() comes after the last.
    [[nodiscard]] bool bindPapers();
    void paperBound(qsizetype index, const QVector<Material> &pages, const Result<Material> &pdf, int papers);
    void dropBound(MaterialTask &task);
    void releaseBoundPages();
    void keepReplaced();
    [[nodiscard]] bool broughtLater(const MaterialTask &task) const;  // needed, and left for the window
    [[nodiscard]] bool cameraOut() const;
    [[nodiscard]] bool scanningOut() const;
    void onRoom();
    void lookForRoom(const Fault &fault);
    [[nodiscard]] bool casesClosed() const;
    [[nodiscard]] bool makesCase(const Service &service) const;
    void collectMaterials();
    [[nodiscard]] QString shownValue(const Field &field, const QVariant &value, bool masked) const;
    [[nodiscard]] bool isMasked(const Field &field) const;
    [[nodiscard]] bool isMasked(const Field &field, const QString &source) const;
    [[nodiscard]] FormRow rowOf(const FormField &use, const QStringList &required) const;
    [[nodiscard]] QVector<FormPage> pages() const;  // that are visible now
    [[nodiscard]] QStringList
    pageSequence() const;  // ids in the order they are gone through: "known", then what is asked
    [[nodiscard]] QVariantMap sectionOf(const FormPage &page) const;

    // sessionconflict.cpp: sources that say different things
    [[nodiscard]] QString spokenSource(FactSource source) const;
    [[nodiscard]] bool inConflict(const QString &field) const;  // and the visitor has not said which is right
    [[nodiscard]] bool inConflict(const FormPage &page) const;
    [[nodiscard]] QVector<Problem> leftToDo() const;
    void addSaid(const FormField &use, const Field &field, FormRow &row) const;
    void countConflicts();

    [[nodiscard]] bool isFixed(const FormField &use) const;  // nobody may change what the form shows there

    // sessionreading.cpp: what was read from papers
    [[nodiscard]] bool readsPapers() const;
    [[nodiscard]] bool showPaperToRead();  // false: none is to be laid down before the form
    void takeReading(const PageToRead &page, bool first, const QString &image, const PageReading &reading);
    void forgetReading(const QString &material);
    void forgetReadingOf(const QString &image);
    void layReadingAside(const QString &image, bool aside);  // of a page that was taken out, or put back
    void wipeReading(PaperRead &read);
    [[nodiscard]] const ReadPlace *placeOf(const QString &field) const;  // where its value stood on a paper; or null
    void forgetReadings();
    void readingsEnd();        // of the first of several people
    void readingsOfAnother();  // the worker on the form is another one than the papers are of
    void dropReadPapers();     // with what was read from them
    [[nodiscard]] Facts readFacts() const;
    [[nodiscard]] QString readOtherwise(const Field &field) const;

    // sessionchain.cpp: several services as one
    void askChain(CentreClient &centre);
    void onChainAnswer(const Result<CentreAnswer> &answer, bool query);
    void planChain();  // who takes part now, and the one service of them
    void keepPapers(const Service &now);
    void knowChain();
    void nextChainPage();
    [[nodiscard]] QString freshPage() const;
    [[nodiscard]] Transaction partTransaction(const Service &part);
    void handIn();  // everything is ready: one commit
    void submitChain();
    void onChainCommitted(const Result<QVector<Committed>> &committed);
    void partStored(const QString &id);
    [[nodiscard]] QStringList numbers() const;
    [[nodiscard]] QStringList filedServices() const;  // of the visit's commit
    [[nodiscard]] QVector<const Service *> filedParts() const;
    struct NextGroup
    {
        QString title;
        QStringList steps;
    };
    [[nodiscard]] QVector<NextGroup> nextOf() const;
    [[nodiscard]] QVariantList answerRows(const Service &query) const;  // {label, value}
    [[nodiscard]] QVector<ReceiptRow> chainRows() const;
    [[nodiscard]] bool mayShow(const Chain &chain) const;

    // sessioncase.cpp: commit, receipt
    [[nodiscard]] Transaction newTransaction(const Service &service) const;
    [[nodiscard]] static QByteArray jsonOf(Facts facts);  // wiped after it
    void onCommitted(const Result<Committed> &committed);
    void printReceipt();
    // The document of a copy; nothing: the visit ended meanwhile.
    void printPaper(const QString &caseId, const QString &kind,
                    const std::function<std::optional<ReceiptDocument>(int)> &document);
    void onPrinted(const device::PrintReport &report);
    [[nodiscard]] ReceiptDocument receiptDocument(int copy) const;
    [[nodiscard]] QByteArray answersJson() const;
    [[nodiscard]] QByteArray signedContent() const;  // a digest of answers and papers
    void checkSignature();                           // drops it when it was given for something else
    void forgetSignature();

    SessionServices m_services;
    IdleTimer m_idle;
    std::unique_ptr<CaptureJob> m_capture;
    FormModel m_form;

    QString m_stage = QStringLiteral("attract");
    bool m_busy = false;
    bool m_online = false;
    bool m_connecting = false;
    QTimer m_onlineTick;
    QString m_language = QStringLiteral("zh_CN");
    bool m_elder = false;
    bool m_cardAway = false;
    QString m_cardAwayNote;
    std::shared_ptr<const Identity> m_otherCard;  // put in while the visitor's own was away; never shown
    bool m_helpCalled = false;
    bool m_keysUsed = false;
    std::optional<std::chrono::milliseconds> m_goneSince;  // nobody stands there
    bool m_goneAsked = false;                              // and was asked for because of that
    QVariant m_signInFault;

    std::shared_ptr<const Identity> m_identity;
    QString m_reader;
    bool m_cardThere = false;  // the visitor's own social security card lies in m_reader
    VisitAssurance m_assurance;
    Goal m_goal = Goal::None;
    Assurance m_needed = Assurance::Holder;
    QString m_proofNote;
    QString m_proofNoteWay;
    std::shared_ptr<const Identity> m_photoCard;  // of this person, with a photo
    std::unique_ptr<CardPinProof> m_pinProof;
    std::unique_ptr<HolderCheckProof> m_faceProof;
    std::unique_ptr<StaffProof> m_staffProof;
    Authenticator *m_proving = nullptr;  // whose page is shown
    std::unique_ptr<PinRenewal> m_renewal;
    bool m_pinForgotten = false;  // of the service that would change it
    bool m_pinAtOnce = false;     // the card is asked for its PIN before any page is shown
    bool m_helpForProof = false;  // help was called because staff are to vouch
    QStringList m_cardsToTake;    // readers, while "take your card" is shown
    std::chrono::milliseconds m_takeCardSince{0};
    QString m_visitId;
    std::unique_ptr<PinPad> m_pad;
    std::unique_ptr<PermitDesk> m_permit;
    bool m_permitReading = false;
    int m_permitsRead = 0;  // what was asked before the visitor went on is too late
    QString m_leaveReader;  // whose card the centre is being asked about
    int m_leavesAsked = 0;
    bool m_checkingCode = false;
    int m_codesAsked = 0;   // of the centre in this visit; an answer to an earlier one is too late
    QByteArray m_lastCode;  // salted digest: a scanner sees the same code over and over
    std::chrono::milliseconds m_lastCodeAt{0};
    Consent m_consent;
    QString m_eventId;
    QVector<CaseFacts> m_pastCases;
    bool m_casesUnsure = false;
    QVector<LifeCase> m_centreCases;
    int m_lifeAsked = 0;                  // an answer to an earlier question is too late
    bool m_pendingWaits = false;          // the case is shown when the centre has answered
    QString m_openCase;                   // id
    std::optional<Service> m_supplement;  // what m_supplementOf asks for
    QString m_supplementOf;
    QVector<Need> m_needs;
    int m_needsAsked = 0;
    QStringList m_declined;  // services
    QStringList m_handedIn;  // services of this visit

    UnitVisit m_unit;
    WorkerCard m_worker;
    DelegateVisit m_delegate;
    DraftVisit m_draft;
    QVector<Facts> m_people;  // of a unit's case, but for the one on the form pages
    TableVisit m_table;
    QHash<QString, QString> m_rowCells;  // of the person on the form pages: what a table had and could not be read

    const OnceItem *m_guideItem = nullptr;
    const OnceCase *m_guideCase = nullptr;  // kept through the sign-in
    QString m_guidePaperState;
    QVariant m_guidePaperFault;
    int m_guidePapers = 0;  // an answer to an earlier one is too late
    const Service *m_service = nullptr;
    std::unique_ptr<ChainVisit> m_chain;  // then m_service is its whole
    FormKind m_formKind = FormKind::Online;
    Facts m_facts;                      // answers and known facts by dictionary id
    QHash<QString, QString> m_sources;  // where each fact came from
    QStringList m_sharingTold;          // when the visitor said whether they may be made
    QSet<QString> m_proposed;           // facts that stand only as an offer: they change with what they repeat
    Facts m_centreFacts;
    Disagreements m_disagreements;
    QVector<PaperRead> m_readings;  // not yet compared; of two that say something about a field the later counts
    bool m_readingFirst = false;    // papers are laid down before the form
    QString m_readFor;              // number of the worker whose papers were laid down; wiped
    bool m_prefillAsked = false;    // not before the service's level is proved
    bool m_prefillPending = false;
    bool m_prefillFailed = false;
    bool m_beginWaits = false;
    QString m_pageShown;       // id; pages come and go with answers
    QStringList m_knownPages;  // ids of what is accepted together; settled when the form begins
    std::optional<FormKind> m_knownFor;
    QHash<QString, QString> m_unread;  // typed, but not readable as the field's type
    QHash<QString, QString> m_typed;   // on this page, to the letter
    // Where a page that was opened to change something leads back to.
    enum class Return
    {
        Onward,
        Known,
        Review,
        People,
        Table  // a row of a table is being corrected
    } m_return = Return::Onward;
    QVector<FieldError> m_errors;

    QVector<MaterialTask> m_materials;
    int m_materialIndex = 0;
    QHash<QString, LicenceFinding> m_licences;  // by kind, of this service
    int m_licencesAsked = 0;                    // an answer to an earlier question is too late
    int m_licenceAnswers = 0;                   // still to come
    // The paper as it was before it was opened from the review to be scanned anew; gone with the first new page.
    std::optional<MaterialTask> m_replaced;
    std::optional<RemovedPage> m_removed;
    bool m_inTwo = false;     // the visitor said so of the paper at hand
    int m_again = -1;         // which page of the material at hand is taken anew; -1: none
    bool m_fromList = false;  // the camera was asked for from the list of pages
    mutable QMutex m_imagesMutex;
    QHash<QString, QImage> m_images;
    int m_imageCount = 0;
    int m_papersDropped = 0;  // how often: what was under way for papers before that is for nobody
    QString m_pageInReading;  // its sealed file, which no paper has yet; empty: none
    QString m_holderKey;
    QString m_shotKey;
    bool m_shotAccepted = false;

    Sensitive<QByteArray> m_signature;
    Sensitive<QByteArray> m_strokes;
    QByteArray m_signedContent;  // what m_strokes were made for
    bool m_signatureDropped = false;
    std::optional<Transaction> m_transaction;
    QString m_caseNumber;
    QString m_delivery;
    QString m_printState = QStringLiteral("none");
    QVariant m_printFault;
    QVariant m_submitFault;
    bool m_committed = false;

    QString m_queryState;
    QString m_queryAsOf;
    Facts m_queryFacts;
    QVector<Facts> m_queryList;  // records of the answer that are about nobody in the room
    QString m_answerPaperState;
    QVariant m_answerPaperFault;
    int m_answerPapers = 0;  // what became of an earlier one is too late
};

}  // namespace hall
