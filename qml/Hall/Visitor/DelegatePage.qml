// SPDX-License-Identifier: GPL-3.0-or-later
// For whom the visitor acts, as the letter of authority has it.
import QtQuick

FormPage {
    heading: qsTr("For whom do you act?")
    lead: qsTr("Please enter name and number as they stand in the letter of authority. You scan the letter afterwards.")
    part: ""
    emblem: "person"
}
