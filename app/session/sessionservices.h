// SPDX-License-Identifier: GPL-3.0-or-later
// What one visit may use. Owned by the composition root; outlives every visit.
#pragma once

#include "app/catalogue/receiptwords.h"
#include "app/catalogue/vacancylist.h"
#include "app/domain/base/clock.h"
#include "app/session/staffproof.h"

#include <QDate>
#include <QString>

#include <functional>
#include <memory>

namespace hall {

class CaseWriter;
class Catalogue;
class CentreClient;
class DeviceHub;
class KioskStore;
class PageReader;
class PaperBinder;
class RoomWatch;
class TableStick;
struct PlateCalibration;

struct SessionServices
{
    const Clock *clock = nullptr;
    // The day here; invalid when the clock is not believed. Absent: by the clock alone (ClockTrust).
    std::function<QDate()> today;
    DeviceHub *hub = nullptr;
    const Catalogue *catalogue = nullptr;
    KioskStore *store = nullptr;
    RoomWatch *room = nullptr;  // null: nobody looks, and there is room
    CaseWriter *writer = nullptr;
    // How the camera measures; null while it does not: papers are taken as photos then.
    std::function<std::shared_ptr<const PlateCalibration>()> plate;
    PageReader *reader = nullptr;                    // of accepted pages; null: nothing is read from them
    PaperBinder *binder = nullptr;                   // null: what is wanted as a PDF goes as pictures of its pages
    TableStick *stick = nullptr;                     // null: there is no place for one
    std::function<CentreClient *()> centre;          // null before enrolment
    std::function<bool()> centreReachable;           // the last contact went well
    std::function<bool()> centreTried;               // the program has run long enough to know; absent means yes
    std::function<bool(const QString &)> staffCard;  // is this card number on the staff list
    StaffDesk staff;                                 // who may vouch for a visitor
    std::function<bool()> outOfService;              // the switch of the maintenance page
    std::function<void()> caseCommitted;             // wakes the sync client
    std::function<void()> helpCalled;
    // A case of this service was filed, and about these fields sources had said different things. Absent: not counted.
    std::function<void(const QString &service, const QStringList &fields)> sourcesDiffered;
    Notice notice;
    Notice promise;  // in place of a paper; without a version none is taken
    ReceiptWords receiptWords;
    std::shared_ptr<const VacancyList> vacancies;  // shown when the centre cannot be asked; null or empty: none
    std::function<QString()> kioskId;              // as enrolled; empty before
    LocalText hallName;
    LocalText hallHours;                        // when its windows are open, in words
    bool permits = true;                        // travel permits sign in here
    bool permitKeys = true;                     // also by a number that is typed
    QString role = QStringLiteral("full");      // "full", "form-filling", "community"
    QString region = QStringLiteral("370200");  // the hall's region, GB/T 2260
};

}  // namespace hall
