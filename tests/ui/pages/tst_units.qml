// SPDX-License-Identifier: GPL-3.0-or-later
// Acting for a company, for several people and for somebody else.
import QtQuick
import Hall.Session
import Hall.Visitor

Item {
    id: whole

    width: 1080
    height: 1920

    VisitorRoot {
        id: visitor
        anchors.fill: parent
    }

    PagesCase {
        name: "Units"
        stage: whole
        root: visitor

        function actingIs(changes) {
            Session.unit = Object.assign({"active": false, "confirmed": false, "name": "", "code": "", "entry": "91370202MA3D",
                                          "note": "", "event": "employer"}, changes)
        }

        function test_theCompanyIsAskedFor() {
            actingIs({})
            show("unit")
            tap(find("Confirm"))
            verify(called("unitEnter"))
            actingIs({"note": "unknown"})
            verify(saidTitle("We find no company with this code that has named you as its clerk. Please compare the code. If it is right, your company has to name you first; the service window can help."))
            actingIs({"note": "check"})
            verify(saidTitle("One character of this code is wrong. Please compare it with the licence."))
            actingIs({})
        }

        function test_theCompanyStandsAtTheTopAndIsLeftByOneTouch() {
            actingIs({"active": true, "confirmed": true, "name": "青岛示例机械有限公司"})
            Session.eventId = "lost-job"
            show("home")
            compare(root.page.visitor, "青岛示例机械有限公司")
            verify(find("Leave this company") !== null)
            actingIs({})
            compare(root.page.visitor, Session.visitorName)
        }

        function test_peopleAreAddedAndRemoved() {
            show("people")
            tap(find("Add another person"))
            verify(called("addPerson"))
            tap(find("Remove"))
            verify(called("removePerson 0"))
        }

        function tableIs(changes) {
            Session.table = Object.assign({}, Session.table, changes)
        }

        function test_aTableIsOfferedWhereItCanBeBrought() {
            show("people")
            verify(find("Take a table from a USB stick") === null)
            tableIs({"offered": true})
            tap(find("Take a table from a USB stick"))
            verify(called("openTable"))
            show("form")
            tap(find("Take a table from a USB stick"))
            tableIs({"offered": false})
            verify(find("Take a table from a USB stick") === null)
        }

        function test_filesOfTheStick() {
            show("table")
            tap(find("名单.txt"))
            verify(called("chooseTable 1"))
            verify(!find("员工花名册.xlsx").enabled)
            verify(saidTitle("Files of a spreadsheet program cannot be taken as they are"))
            tap(find("Print the column headings"))
            verify(called("printColumns"))
            for (const place of ["out", "left"]) {
                tableIs({"stick": place})
                verify(find("名单.txt") === null, place)
            }
            verify(saidTitle("There is a USB stick in the machine that was here before you"))
            tableIs({"stick": "in", "note": "文件还没读完，U盘就拔出了。", "file": "a.csv"})
            verify(saidTitle("a.csv"))
            tableIs({"note": "", "paper": {"state": "code", "fault": null, "code": "证件号码,姓名"}})
            verify(saidTitle("There is no paper at the moment. The headings stand at the bottom of this page."))
            tableIs({"paper": {"state": "", "fault": null, "code": ""}})
        }

        function test_wordsOfAFileAreNoMarkup() {
            tableIs({"files": [{"name": "<b>a</b><img src='file:///etc/passwd'>.csv", "workbook": false}]})
            show("table")
            verify(find("<b>a</b><img src='file:///etc/passwd'>.csv") !== null)
            let rich = false
            shownItems(root, item => { rich = rich || (item.textFormat !== undefined && item.textFormat !== Text.PlainText
                                                       && String(item.text).includes("<b>")) })
            verify(!rich)
            tableIs({"files": [{"name": "2026年11月新招用人员.csv", "workbook": false}, {"name": "名单.txt", "workbook": false},
                               {"name": "员工花名册.xlsx", "workbook": true}]})
        }

        function test_rowsOfATable() {
            show("table-rows")
            verify(find("Correct here") === null, "not before the right ones are taken")
            tap(find("Take the right rows: 12"))
            verify(called("next"))
            tap(find("Take none"))
            verify(called("back"))
            tableIs({"taken": true})
            tap(find("Correct here"))
            verify(called("correctRow 0"))
            verify(find("Go on without them") !== null)
            tableIs({"whole": [{"line": 1, "column": "姓名", "text": "缺少这一列。"}], "taken": false})
            verify(find("Take the right rows: 12") === null)
            verify(saidTitle("Please correct the table on your computer and bring it again"))
            tableIs({"whole": []})
        }

        function test_aLongListIsTurnedOver() {
            const before = Session.people
            const list = []
            for (let i = 0; i < 200; ++i)
                list.push({"name": "示例" + (i + 1), "number": "370200********00" + i, "problem": i === 3 ? "x" : ""})
            Session.people = {"most": 200, "list": list}
            show("people")
            verify(saidText("People: 200, with something to mend: 1"))
            verify(saidText("200. 示例200") && !saidText("1. 示例1"))
            tap(find("Turn back"))
            verify(!saidText("200. 示例200"))
            tap(find("Remove"))
            verify(called("removePerson 184"))
            Session.people = before
        }

        function test_rowsThatWereNotTakenAreOnTheList() {
            tableIs({"left": 2})
            show("people")
            verify(saidTitle("Rows of your table that were not taken: 2"))
            tap(find("Correct these rows"))
            verify(called("openRows"))
            tableIs({"left": 0})
        }

        function test_theStickIsToBeTaken() {
            show("take-card")
            compare(root.page.heading, "Please take your card and your USB stick")
            Session.cardInSlot = false
            compare(root.page.heading, "Please take your USB stick")
            tableIs({"stick": "out"})
            Session.cardInSlot = true
            compare(root.page.heading, "Please take your card")
            tableIs({"stick": "in"})
        }

        function test_theWorkersCardIsReadInsteadOfTyping() {
            show("form")
            verify(find("Read the worker's card") === null)
            Session.worker = {"offered": true, "waiting": false, "note": ""}
            tap(find("Read the worker's card"))
            verify(called("readWorker"))
            Session.worker = {"offered": true, "waiting": true, "note": "own"}
            verify(saidTitle("This is your own card. Please put the worker's card on the reader."))
            Session.worker = {"offered": false, "waiting": false, "note": ""}
        }

        function test_forSomeoneElse() {
            Session.delegate = {"offered": true, "active": false, "name": ""}
            show("intro")
            tap(find("For someone else"))
            verify(called("actForOther"))
            Session.delegate = {"offered": false, "active": true, "name": "王**"}
            verify(saidTitle("You act for 王**"))
            tap(find("For myself"))
            verify(called("actForSelf"))
            Session.delegate = {"offered": false, "active": false, "name": ""}
        }
    }
}
