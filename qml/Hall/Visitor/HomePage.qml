// SPDX-License-Identifier: GPL-3.0-or-later
// What would you like to do: the services used most, each opened by one touch, then the life events, each with a page of
// its services. What is certainly not for this visitor stands last, with the reason.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property bool choosing: eventId === ""
    readonly property string eventId: Session.eventId
    readonly property var eventList: Session.events
    readonly property int eventCount: eventList.length
    readonly property var pastCases: Session.pastCases
    readonly property var draft: Session.draft
    readonly property bool full: Session.closed === "no-cases"
    property string restingReason: ""
    readonly property var services: Session.services
    readonly property var shown: {
        const list = []
        for (const service of services) {
            if (service.event === eventId)
                list.push(service)
        }
        return list
    }
    readonly property var often: services.filter(service => service.often > 0).sort((a, b) => a.often - b.often)
    // Several services in one go.
    readonly property var allChains: Session.chains
    readonly property var chains: allChains.filter(chain => chain.event === eventId)

    // The service of an event that has one only: it needs no page to be chosen on.
    function soleOf(event: string): var {
        let sole = null
        for (const service of services) {
            if (service.event !== event)
                continue
            if (sole)
                return null
            sole = service
        }
        return sole
    }

    function choose(event: string) {
        if (event === page.actingFor.event && page.actingFor.active !== true) {
            Session.unitStart()
            return
        }
        const sole = soleOf(event)
        if (sole && sole.available) {
            Session.openService(sole.id)
            return
        }
        Session.eventId = event
        restingReason = sole ? sole.reason : ""
        scroll.toTop()
    }

    function open(service: var) {
        if (service.available)
            Session.openService(service.id)
        else
            restingReason = service.reason
        if (!service.available)
            scroll.toTop()
    }

    // Why a card cannot be used, or why it is of no use to this visitor.
    function reasonOf(service: var): string {
        return !service.available ? restText(service.reason) : service.refused ? service.refused : ""
    }

    // What a fault means for a visitor who is signed in; "" when it means nothing.
    function effectOf(device: string): string {
        if (device === "receipt-printer")
            return qsTr("No paper receipts at the moment; you get a code for your phone instead.")
        if (device === "document-camera")
            return qsTr("No scanning at the moment; papers can be handed in at the window.")
        return ""
    }

    // What a person has to put right; what heals by itself is not worth a word here.
    readonly property string restingDevices: {
        const words = Session.closed === "no-scans" ? [effectOf("document-camera")] : []
        for (const fault of Session.deviceFaults) {
            const effect = effectOf(fault.device)
            if ((fault.who === "staff" || fault.who === "technician") && effect !== "")
                words.push(Spoken.together(effect, FaultTexts.what(fault.code)))
        }
        return words.join("\n")
    }

    function titleOf(id: string): string {
        for (const event of Session.events) {
            if (event.id === id)
                return event.title
        }
        return ""
    }

    heading: choosing ? qsTr("What would you like to do?") : titleOf(eventId)
    lead: choosing ? "" : qsTr("Choose a service.")
    backShown: !choosing
    backText: page.actingFor.active === true ? qsTr("Leave this company") : qsTr("Back")
    nextShown: false
    handleBack: false
    onBack: {
        Session.eventId = ""
        restingReason = ""
        scroll.toTop()
    }
    bar.homeText: qsTr("End visit")
    bar.homeIcon: "exit"

    Notice {
        width: parent.width
        visible: page.actingFor.active === true && page.actingFor.confirmed !== true
        kind: "info"
        title: qsTr("The centre could not be asked about this company")
        text: qsTr("You can apply all the same, with a shorter form. The centre adds what it knows, and takes the case only from a clerk whom the company has named.")
    }

    Notice {
        id: closed

        readonly property bool shown: page.full

        width: parent.width
        visible: shown
        kind: "warning"
        title: qsTr("This machine cannot take new cases at the moment")
        text: Spoken.together(page.restText("store.full"), qsTr("Questions, proofs and printing go on as usual here."))
    }

    Notice {
        id: network

        readonly property bool shown: page.choosing && !Session.online && !page.full

        width: parent.width
        visible: shown
        kind: "info"
        title: qsTr("No connection at the moment")
        text: qsTr("You can apply all the same: your case is kept here safely and sent later.")
    }

    Notice {
        id: faults

        readonly property bool shown: page.choosing && page.restingDevices !== "" && !page.full

        width: parent.width
        visible: shown
        kind: "warning"
        title: page.restingDevices
        text: qsTr("The staff have to put this right. Everything else goes on as usual.")
    }

    Notice {
        width: parent.width
        visible: page.restingReason !== "" && page.restingReason !== "store.full"
        kind: "warning"
        title: qsTr("This service is resting")
        text: Spoken.together(page.restText(page.restingReason), qsTr("Other services go on as usual."))
    }

    CaseWords {
        id: words
    }

    HallButton {
        width: parent.width
        visible: page.choosing && page.draft.waits === true && !page.full && page.actingFor.active !== true
        text: qsTr("Go on with what you kept")
        iconName: "clock"
        onActed: Session.openDraft()
    }

    PendingPanel {
        id: pending

        readonly property bool shown: page.choosing && waitingCount > 0

        width: parent.width
        visible: shown
    }

    component Part: Heading {
        width: parent ? parent.width : 0
        visible: page.choosing && page.often.length > 0
        font.pixelSize: Theme.buttonSize
    }

    Part {
        id: oftenPart
        text: qsTr("Used most")
    }

    Grid {
        id: often

        readonly property bool shown: page.choosing && page.often.length > 0

        // All alike, but for the rows of those that say why they rest: these do not stretch the others.
        readonly property var heights: {
            const tallest = (cards, least) => cards.reduce((most, card) => Math.max(most, card.implicitHeight), least)
            const cards = Array.from(children).filter(child => child instanceof ServiceCard)
            const even = tallest(cards.filter(card => card.available), Theme.mm(Theme.textSize === "normal" ? 34 : 26))
            return cards.map((_, at) => {
                const first = at - at % columns
                return tallest(cards.slice(first, first + columns), even)
            })
        }

        width: parent.width
        visible: shown
        columns: Theme.portrait || Theme.textSize === "xlarge" ? 2 : 3
        spacing: Theme.gap

        Repeater {
            model: page.choosing ? page.often : []

            ServiceCard {
                required property var modelData
                required property int index

                width: (often.width - (often.columns - 1) * often.spacing) / often.columns
                height: often.heights[index] ?? implicitHeight
                text: modelData.title
                available: modelData.available && !modelData.refused
                reason: page.reasonOf(modelData)
                iconName: modelData.icon
                onActed: page.open(modelData)
            }
        }
    }

    Part {
        id: eventPart
        text: qsTr("All services")
    }

    Grid {
        id: events

        readonly property int rowCount: Math.ceil(page.eventCount / columns)
        readonly property int room: page.roomHeight - (closed.shown ? closed.height + Theme.gap : 0)
                                    - (network.shown ? network.height + Theme.gap : 0)
                                    - (faults.shown ? faults.height + Theme.gap : 0)
                                    - (cases.shown ? cases.height + Theme.gap : 0)
                                    - (pending.shown ? pending.height + Theme.gap : 0)
                                    - (useful.shown ? useful.height + Theme.gap : 0)
                                    - (unsure.shown ? unsure.height + Theme.gap : 0)
                                    - (often.shown ? often.height + oftenPart.height + eventPart.height + 3 * Theme.gap : 0)

        readonly property int tallest: {
            let most = 0
            for (let i = 0; i < children.length; ++i)
                most = Math.max(most, children[i].implicitHeight)
            return most
        }

        width: parent.width
        visible: page.choosing
        // Few events lie across the screen, many stand in columns.
        columns: Theme.portrait ? (page.eventCount <= 4 ? 1 : 2)
                                : page.eventCount <= 3 ? page.eventCount : page.eventCount > 4 && Theme.textSize !== "xlarge" ? 4 : 2
        spacing: Theme.gap

        Repeater {
            model: page.choosing ? Session.events : []

            ServiceCard {
                required property var modelData
                readonly property var sole: page.soleOf(modelData.id)

                width: (events.width - (events.columns - 1) * events.spacing) / events.columns
                evenHeight: tall ? events.tallest : 0
                height: Math.max(events.tallest, Math.min(Theme.mm(page.often.length > 0 ? 48 : Theme.portrait ? 112 : 190),
                        (events.room - (events.rowCount - 1) * events.spacing) / Math.max(1, events.rowCount)))
                tall: events.columns > 1 && page.often.length === 0
                large: events.columns === 1 && page.eventCount <= 4 && Theme.textSize === "normal"
                text: modelData.title
                summary: sole ? sole.title : ""
                note: sole && page.eventCount <= 4 ? sole.summary : ""
                available: sole?.available ?? true
                reason: sole && !sole.available ? page.restText(sole.reason) : ""
                iconName: modelData.icon
                onActed: page.choose(modelData.id)
            }
        }
    }

    SuggestionPanel {
        id: useful

        readonly property bool shown: page.choosing && suggestions.length > 0

        width: parent.width
        visible: shown
        heading: qsTr("You may need this")
    }

    Notice {
        id: unsure

        readonly property bool shown: page.choosing && Session.casesUnsure

        width: parent.width
        visible: shown
        title: qsTr("Some cases handed in here cannot be shown")
        text: qsTr("The memory of this machine was damaged. The cases are kept and go to the centre. If you handed one in here and it is not listed, you need not do it again; with questions, go to the counter with your receipt.")
    }

    Panel {
        id: cases

        readonly property bool shown: page.choosing && page.pastCases.length > 0

        width: parent.width
        visible: shown
        spacing: 0

        Heading {
            width: parent.width
            text: qsTr("Your cases")
            font.pixelSize: Theme.buttonSize
        }

        Repeater {
            model: page.choosing ? Session.pastCases : []

            DataRow {
                required property var modelData

                width: (parent as Item).width
                label: modelData.service !== "" ? modelData.service : qsTr("A case of yours")
                value: modelData.service !== "" ? words.stateWord(modelData.state) : qsTr("submitted")
                detail: qsTr("No. %1, %2").arg(modelData.number).arg(modelData.at)
            }
        }

        HallButton {
            width: parent.width
            visible: Session.casesHidden
            text: qsTr("Show what they are about")
            iconName: "lock"
            onActed: Session.showCases()
        }
    }

    Column {
        width: parent.width
        visible: !page.choosing
        spacing: Theme.gap

        Repeater {
            model: page.choosing ? [] : page.chains

            ServiceCard {
                required property var modelData

                width: (parent as Item).width
                text: modelData.title
                summary: modelData.summary
                note: qsTr("Several services in one go")
                iconName: "tick"
                onActed: Session.openChain(modelData.id)
            }
        }

        Repeater {
            model: page.choosing ? [] : page.shown

            ServiceCard {
                required property var modelData

                width: (parent as Item).width
                height: Math.max(implicitHeight, Math.min(Theme.mm(62), Math.floor(page.roomHeight
                                 / Math.max(1, page.shown.length)) - Theme.gap))
                text: modelData.title
                summary: modelData.summary
                note: available && modelData.minutes > 0 ? qsTr("about %1 min").arg(modelData.minutes) : ""
                available: modelData.available && !modelData.refused
                reason: page.reasonOf(modelData)
                iconName: modelData.icon
                onActed: page.open(modelData)
            }
        }

        Notice {
            width: parent.width
            visible: page.shown.length === 0
            kind: "info"
            title: qsTr("Nothing to do here at the moment")
            text: qsTr("Please ask at the service window.")
        }
    }
}
