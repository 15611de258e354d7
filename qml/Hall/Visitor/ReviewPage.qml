// SPDX-License-Identifier: GPL-3.0-or-later
// Everything once more before signing; each part can be changed and leads back here.
import QtQuick
import Hall.Session

VisitorPage {
    id: page

    heading: qsTr("Is everything right?")
    part: "review"
    nextText: qsTr("All correct")
    nextIcon: "tick"
    readThrough: true
    onNext: Session.confirmReview()

    SummaryColumns {
        width: parent.width
        parts: page.together(Session.reviewSections, Session.reviewMaterials)
    }

    function together(sections: var, materials: var): var {
        const all = []
        for (const section of sections)
            all.push(section)
        for (const material of materials) {
            if (material.images.length > 0 || material.later === true || material.promised === true
                    || material.licence?.number !== undefined)
                all.push(material)
        }
        return all
    }
}
