// SPDX-License-Identifier: GPL-3.0-or-later
// May other offices be asked: which, about what, what for, and what follows from a no. One touch answers and goes on;
// neither answer is the usual one. New words here want a new version at Session::sharingVersion, which the case keeps.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var sharing: Session.sharing
    readonly property var sources: sharing.sources ?? []

    function officeOf(source: string): string {
        switch (source) {
        case "police":
            return qsTr("Public security: identity records")
        case "market-regulator":
            return qsTr("Market regulation: registered businesses")
        case "social-insurance":
            return qsTr("Social insurance office")
        case "labour-filing":
            return qsTr("Register of labour contracts")
        case "pension":
            return qsTr("Pension office")
        case "death":
            return qsTr("Civil affairs: register of deaths")
        case "prison":
            return qsTr("Judicial administration")
        case "education":
            return qsTr("Education: school and degree records")
        case "disability":
            return qsTr("Disabled Persons' Federation")
        case "low-income":
            return qsTr("Civil affairs: minimum living allowance")
        case "marriage":
            return qsTr("Civil affairs: register of marriages")
        case "bank":
            return qsTr("Bank of your account")
        }
        return source
    }

    // Written so that Qt 6.4 compiles it rightly: no fold over a typed list.
    function listOf(words: var): string {
        let whole = ""
        for (let i = 0; i < words.length; ++i)
            whole = whole === "" ? words[i] : Spoken.series(whole, words[i])
        return whole
    }

    function asked(source: var): var {
        const all = []
        for (const title of source.about)
            all.push(title)
        for (const title of source.licences ?? [])
            all.push(qsTr("the electronic licence of \"%1\", so that it need not be scanned").arg(title))
        return all
    }

    readonly property var place: Session.page

    function answer(agreed: bool) {
        Session.setAnswer("consent_share_flag", agreed)
        Session.next()
    }

    heading: qsTr("May we check your details with these offices?")
    part: "form"
    stepShare: ((place.index ?? 0) + 1) / Math.max(1, place.count ?? 1)
    emblem: "shield"
    nextShown: false

    Panel {
        width: parent.width
        padding: Theme.mm(7)
        spacing: 0

        Repeater {
            model: page.sources

            DataRow {
                required property var modelData

                width: (parent as Item).width
                label: page.officeOf(modelData.id)
                value: page.listOf(page.asked(modelData))
            }
        }
    }

    Panel {
        width: parent.width
        padding: Theme.mm(7)
        spacing: Theme.mm(4)

        BodyText {
            width: parent.width
            text: qsTr("What for: only for your case \"%1\". Each office is asked about what is named with it, and nothing else.").arg(page.sharing.purpose ?? "")
        }

        BodyText {
            width: parent.width
            text: qsTr("If you say no: nobody is asked, and everything goes on all the same. A member of staff looks at your case, which may take longer, and may ask you for papers.")
        }
    }

    Grid {
        id: buttons

        readonly property int cell: columns === 1 ? width : (width - columnSpacing) / 2
        readonly property int tallest: Math.max(Theme.mm(26), yes.implicitHeight, no.implicitHeight)

        width: parent.width
        columns: Theme.portrait && Theme.textSize === "xlarge" ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        HallButton {
            id: yes
            width: buttons.cell
            height: buttons.tallest
            text: qsTr("Yes, you may check")
            onActed: page.answer(true)
        }

        HallButton {
            id: no
            width: buttons.cell
            height: buttons.tallest
            text: qsTr("No, do not check")
            onActed: page.answer(false)
        }
    }
}
