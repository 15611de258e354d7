// SPDX-License-Identifier: GPL-3.0-or-later
// The words for every fault code: what happened, and what the person in front of the screen can do about it.
// The codes, who must act and the remedies come from app/domain/base/faultcodes.def; a test reads that file and fails
// when one has no words here.
pragma Singleton
import QtQuick

QtObject {
    // What happened, in one plain sentence; empty for an unknown code.
    function what(code: string): string {
        switch (code) {
        // Card readers
        case "card.mute":
            return qsTr("The card does not answer.")
        case "card.not-social":
            return qsTr("This is not a social security card.")
        case "card.pulled":
            return qsTr("The card was taken out too early.")
        case "card.needs-authorisation":
            return qsTr("This card can only be read at a service window.")
        case "card.expired":
            return qsTr("The card is no longer valid.")
        case "card.number-wrong":
            return qsTr("The number on this card cannot be right, so nothing can be applied for with it here.")
        case "card.blocked":
            return qsTr("The card is blocked.")
        case "card.garbled":
            return qsTr("The card could not be read completely.")
        case "card.unknown-kind":
            return qsTr("The machine does not know this kind of card.")
        case "card.not-genuine":
            return qsTr("The card did not pass the check.")
        case "card.pin-wrong":
            return qsTr("The PIN is not right.")
        case "card.pin-tries-used":
            return qsTr("The PIN was wrong twice. It cannot be tried again in this visit.")
        case "card.pin-locked":
            return qsTr("The PIN is locked after too many wrong tries. A social security card window or a branch of the card's bank can unlock it.")
        case "card.pin-not-entered":
            return qsTr("Without its PIN this card stays closed. To try again, take it out and put it in once more.")
        case "card.pin-unchanged":
            return qsTr("The card still has the PIN it was handed out with, so it signs nobody in.")
        case "card.pin-initial":
            return qsTr("Cards are handed out with this PIN. Please choose another one.")
        case "card.pin-differs":
            return qsTr("The two entries are not the same.")
        case "card.offline":
            return qsTr("This card can only be read over the network, and there is no connection now.")
        // Code scanner and electronic cards
        case "scanner.unreadable":
            return qsTr("This code cannot be read here.")
        case "e-card.stale":
            return qsTr("The centre does not know this code, or it is no longer valid.")
        case "e-card.offline":
            return qsTr("An electronic card can only be checked over the network, and there is no connection now.")
        // Devices in general
        case "device.disconnected":
            return qsTr("A device is not connected.")
        case "device.busy":
            return qsTr("The device is still at work.")
        case "device.timeout":
            return qsTr("The device took too long.")
        case "device.protocol":
            return qsTr("The device gave an answer that makes no sense.")
        case "device.hung":
            return qsTr("The device has stopped working.")
        case "device.failed":
            return qsTr("The device does not work, and starting it anew did not help.")
        case "device.held":
            return qsTr("The staff have taken this device out of use.")
        case "device.cancelled":
            return qsTr("This was stopped.")
        case "device.queue-full":
            return qsTr("Too much is waiting for this device.")
        case "device.not-ready":
            return qsTr("The device is getting ready.")
        case "device.not-fitted":
            return qsTr("This machine does not have this device.")
        case "device.internal":
            return qsTr("The program of the device has failed.")
        case "device.no-daemon":
            return qsTr("The card service of the machine is not running.")
        case "device.sharing":
            return qsTr("Another program is using the device.")
        case "device.unauthorised":
            return qsTr("The machine is not allowed to use the device.")
        case "device.other":
            return qsTr("Another device is plugged in than the one this machine was set up with.")
        // Cabinet and power
        case "cabinet.door-open":
            return qsTr("The maintenance door of this machine is open.")
        case "power.on-battery":
            return qsTr("The power has failed; the machine runs on its battery.")
        case "power.battery-low":
            return qsTr("The battery is nearly empty.")
        // Libraries of makers
        case "vendor.crashed":
            return qsTr("The maker's program for this device has stopped.")
        case "vendor.library":
            return qsTr("The maker's program for this device is missing or does not fit.")
        // Receipt printer
        case "printer.paper-out":
            return qsTr("The printer has no paper.")
        case "printer.paper-near-end":
            return qsTr("The paper roll is nearly used up.")
        case "printer.jam":
            return qsTr("Paper is stuck in the printer.")
        case "printer.cover-open":
            return qsTr("The printer cover is open.")
        case "printer.cutter":
            return qsTr("The paper cutter is stuck.")
        case "printer.head-hot":
            return qsTr("The printer is too warm and is cooling down.")
        case "printer.fatal":
            return qsTr("The printer has failed.")
        case "printer.unknown":
            return qsTr("It is not certain that the receipt was printed.")
        // Page printer
        case "page-printer.paper-out":
            return qsTr("The A4 printer has no paper.")
        case "page-printer.toner-out":
            return qsTr("The A4 printer has no toner or ink.")
        case "page-printer.tray-full":
            return qsTr("The A4 printer has no room for another sheet.")
        case "page-printer.stopped":
            return qsTr("The A4 printer has stopped.")
        case "page-printer.refused":
            return qsTr("The A4 printer did not print this.")
        case "page-printer.no-pdf":
            return qsTr("The A4 printer does not take PDF files.")
        case "page-printer.no-a4":
            return qsTr("The A4 printer says that it has no paper of this size.")
        case "page-printer.unknown":
            return qsTr("It is not certain that the sheet was printed.")
        // Document camera
        case "camera.no-signal":
            return qsTr("The camera gives no picture.")
        case "camera.dark":
            return qsTr("The picture of the camera is dark.")
        case "camera.overexposed":
            return qsTr("The picture of the camera is washed out.")
        case "camera.stalled":
            return qsTr("The picture of the camera has stopped.")
        case "page.not-found":
            return qsTr("No page can be seen.")
        case "page.blur":
            return qsTr("The page is not sharp.")
        case "page.glare":
            return qsTr("Light is reflected on the page.")
        case "page.cut":
            return qsTr("Part of the page is outside the picture.")
        case "page.covered":
            return qsTr("Something covers the page.")
        case "page.dark":
            return qsTr("It is too dark to read the page.")
        case "page.small":
            return qsTr("The page is too small or too far away.")
        case "page.bad-image":
            return qsTr("The picture cannot be used.")
        // Centre and network
        case "centre.unreachable":
            return qsTr("There is no connection to the centre.")
        case "centre.timeout":
            return qsTr("The centre took too long to answer.")
        case "centre.refused":
            return qsTr("The centre did not accept this.")
        case "centre.not-found":
            return qsTr("The centre has no such record.")
        case "centre.protocol":
            return qsTr("The centre gave an answer that makes no sense.")
        case "centre.not-enrolled":
            return qsTr("This machine is not registered with the centre yet.")
        case "centre.revoked":
            return qsTr("The centre no longer accepts this machine.")
        case "centre.enrol-code":
            return qsTr("The registration code is not right.")
        // Store
        case "store.full":
            return qsTr("The memory of the machine is full.")
        case "store.in-use":
            return qsTr("Another program is using the records of this machine.")
        case "store.newer-schema":
            return qsTr("The records were written by a newer program.")
        case "store.corrupt":
            return qsTr("The records of this machine are damaged.")
        case "store.io":
            return qsTr("The machine could not save the record.")
        case "store.not-found":
            return qsTr("There is no such record.")
        case "store.duplicate":
            return qsTr("This has already been saved.")
        // Catalogue and input files
        case "file.unreadable":
            return qsTr("A file cannot be read.")
        case "file.invalid":
            return qsTr("A file is not as it should be.")
        case "rule.syntax":
            return qsTr("A rule is not written correctly.")
        case "rule.type":
            return qsTr("A rule compares things that do not match.")
        // Protocol
        case "seal.broken":
            return qsTr("A sealed record was changed on its way.")
        case "signature.bad":
            return qsTr("A signature does not match.")
        case "message.invalid":
            return qsTr("A message is not as it should be.")
        case "key.missing":
            return qsTr("A key of this machine is missing.")
        // Staff
        case "staff.unknown-card":
            return qsTr("This card is not on the staff list.")
        case "staff.wrong-pin":
            return qsTr("The staff PIN is not right.")
        case "staff.locked":
            return qsTr("Staff sign-in is locked for a while after wrong tries.")
        case "staff.expired":
            return qsTr("The permission of this staff card has ended.")
        // Use of the programs
        case "use.bad-argument":
            return qsTr("The machine was asked for something it does not know.")
        case "use.not-allowed":
            return qsTr("This is not allowed here.")
        case "internal":
            return qsTr("Something went wrong in the machine.")
        }
        return ""
    }

    // One line under the live picture: what is wrong with the page and what to do.
    function pageHint(code: string): string {
        switch (code) {
        case "page.not-found":
            return citizenAdvice("place-page")
        case "page.small":
            return Spoken.together(what(code), citizenAdvice("place-page"))
        case "page.blur":
            return Spoken.together(what(code), citizenAdvice("hold-still"))
        case "page.hand":
            return qsTr("Take your hands out of the picture.")
        case "page.several":
            return qsTr("More than one paper lies there. Leave one and take the others away.")
        case "page.wrong-kind":
            return qsTr("This paper has another size than the one that is needed. Is it the right one?")
        case "page.half-lies":
            return qsTr("One end of the sheet and both of its long sides must be in the picture. The rest goes on beyond one side.")
        case "page.half-same":
            return qsTr("That is the same half again. Lay the other half on the tray.")
        case "page.half-apart":
            return qsTr("Too little of the sheet's middle is in both pictures. Lay more of this half on the tray.")
        case "page.half-differs":
            return qsTr("The two halves do not fit together. Is it the same sheet, and does it lie flat?")
        case "page.glare":
        case "page.cut":
        case "page.covered":
            return Spoken.together(what(code), citizenAdvice("move-page"))
        }
        return what(code)
    }

    // What a visitor does about it. Faults that staff or technicians must cure send the visitor to a person.
    function visitorAdvice(who: string, remedy: string): string {
        if (who === "citizen")
            return citizenAdvice(remedy)
        if (who === "nobody")
            return remedy === "none" ? qsTr("You can go on.")
                                     : qsTr("Please wait a moment. The machine puts this right by itself.")
        return qsTr("Please tell a member of staff. What you have entered is kept.")
    }

    // What staff do about it.
    function staffAdvice(who: string, remedy: string): string {
        if (who === "citizen")
            return citizenAdvice(remedy)
        if (who === "nobody")
            return remedy === "none" ? qsTr("Nothing needs to be done.")
                                     : qsTr("Nothing needs to be done: this heals by itself within a minute.")
        if (who === "technician")
            return technicianAdvice(remedy)
        switch (remedy) {
        case "check-cable":
            return qsTr("Check that the cable of the device is plugged in at both ends.")
        case "check-lamp":
            return qsTr("Switch on the lamp of the tray and remove whatever keeps out the light.")
        case "load-paper":
            return qsTr("Open the printer, put in a new roll as the picture in the cover shows, then close it.")
        case "fill-tray":
            return qsTr("Put A4 paper into the tray of the A4 printer. It goes on by itself.")
        case "change-toner":
            return qsTr("Put a new cartridge into the A4 printer.")
        case "empty-tray":
            return qsTr("Take the printed sheets out of the A4 printer.")
        case "look-at-printer":
            return qsTr("See what the A4 printer's own display says, and switch it off and on if that does not help.")
        case "look-for-sheet":
            return qsTr("Look whether the sheet lies in the A4 printer before printing it once more.")
        case "clear-jam":
            return qsTr("Open the printer, pull out the stuck paper towards you, close the cover.")
        case "close-cover":
            return qsTr("Press the printer cover down until it clicks.")
        case "close-door":
            return qsTr("Close the maintenance door and lock it.")
        case "restore-power":
            return qsTr("Check the mains plug and the fuse. The program ends by itself before the battery is empty.")
        case "put-back":
            return qsTr("Put the device back into use on this page when it may be used again.")
        case "ask-window":
            return qsTr("Serve visitors at the window and call the technician.")
        case "use-other-card":
            return qsTr("Use your own staff card.")
        case "try-again":
            return qsTr("Enter it once more.")
        case "wait":
            return qsTr("Wait until the time shown has passed.")
        case "ask-technician":
            return qsTr("Call the technician.")
        }
        return ""
    }

    function citizenAdvice(remedy: string): string {
        switch (remedy) {
        case "try-again":
            return qsTr("Please try once more.")
        case "insert-again":
            return qsTr("Put the card in again and leave it until the screen says so.")
        case "turn-card":
            return qsTr("Turn the card round: the chip first and facing up.")
        case "use-other-card":
            return qsTr("Please use another card, or go to the service window.")
        case "ask-window":
            return qsTr("Please go to the service window with your card.")
        case "refresh-code":
            return qsTr("Refresh the electronic card on your phone and show it again.")
        case "use-real-card":
            return qsTr("Please use your social security card or your resident ID card instead.")
        case "look-for-paper":
            return qsTr("Please look whether a receipt lies in the paper slot. Your case is saved either way.")
        case "place-page":
            return qsTr("Lay the page flat in the middle of the tray.")
        case "move-page":
            return qsTr("Move the page a little until all of it can be seen clearly, to its four corners.")
        case "hold-still":
            return qsTr("Take your hands away and let the page lie still.")
        }
        return ""
    }

    function technicianAdvice(remedy: string): string {
        switch (remedy) {
        case "restart":
            return qsTr("Restart the program; if it comes back, restart the machine.")
        case "stop-other":
            return qsTr("Stop the other program that uses this machine's records or devices.")
        case "update":
            return qsTr("Install the current version of the program.")
        case "enrol":
            return qsTr("Register this machine with the centre again.")
        case "fit-device":
            return qsTr("Fit what the configuration names, or change the configuration.")
        case "none":
            return qsTr("Read the technician's log of the machine.")
        }
        return ""
    }
}
