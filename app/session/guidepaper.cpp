// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/guidepaper.h"

namespace hall {

namespace {

constexpr double fenPerYuan = 100;

// A sentence in the middle of a line.
QString unstopped(QString sentence)
{
    while (sentence.endsWith(QChar(0x3002)) || sentence.endsWith(QLatin1Char('.'))) {
        sentence.chop(1);
    }
    return sentence;
}

class GuideWriter
{
public:
    explicit GuideWriter(const GuidePaper &guide) : m_guide(guide) {}

    [[nodiscard]] ReceiptDocument document() const
    {
        ReceiptDocument document;
        document.kind = ReceiptDocument::Kind::Guide;
        document.title = m_guide.title;
        document.hall = m_guide.hallName;
        document.stateLine = word("guide");
        document.rows.append({word("guide-bring"), identity()});
        int number = 0;
        for (const NoticePaper &paper : m_guide.papers) {
            document.rows.append(
                {word("guide-paper").arg(++number), paperLine(paper, m_guide.words, m_guide.language)});
        }
        if (m_guide.papers.isEmpty()) {
            document.rows.append({word("guide-papers"), word("guide-no-papers")});
        }
        document.rows.append({word("guide-who"), m_guide.service->who.in(m_guide.language)});
        document.rows.append({word("guide-time"), time()});
        document.rows.append({word("guide-fee"), fee()});
        document.rows.append({word("guide-where"), where()});
        document.rows.append({word("guide-hours"), m_guide.hallHours});
        for (const LegalNote &note : m_guide.service->legal) {
            if (note.status != QLatin1String("assumed") && document.notes.size() < ReceiptDocument::maxNotes) {
                document.notes.append(word("guide-basis").arg(note.title.in(m_guide.language)));
            }
        }
        document.printedAt = word("printed") + QLatin1Char(' ') + m_guide.printedAt;
        document.largePrint = m_guide.largePrint;
        return document;
    }

    [[nodiscard]] QString code() const
    {
        const QString head = m_guide.title + QLatin1Char('\n') + word("guide-bring") + QLatin1Char(' ') + identity();
        const QString tail = QLatin1Char('\n') + word("guide-hours") + QLatin1Char(' ') + m_guide.hallHours;
        QStringList lines;
        for (const NoticePaper &paper : m_guide.papers) {
            if (paper.state != MaterialState::Waived) {
                lines.append(paper.material->title.in(m_guide.language));
            }
        }
        for (qsizetype shown = lines.size(); shown >= 0; --shown) {
            QString text = head;
            for (qsizetype i = 0; i < shown; ++i) {
                text += QStringLiteral("\n%1. ").arg(i + 1) + lines[i];
            }
            if (shown < lines.size()) {
                text += QLatin1Char('\n') + word("guide-more").arg(lines.size() - shown);
            }
            text += tail;
            if (text.toUtf8().size() <= ReceiptDocument::maxQrBytes) {
                return text;
            }
        }
        return m_guide.title.left(ReceiptDocument::maxQrBytes / 4);
    }

private:
    [[nodiscard]] QString word(const char *name) const
    {
        return m_guide.words.value(QLatin1String(name)).in(m_guide.language);
    }

    [[nodiscard]] QString identity() const
    {
        const bool unit =
            m_guide.applicant == QLatin1String("employer") || m_guide.applicant == QLatin1String("institution");
        return word(unit ? "guide-identity-unit" : "guide-identity");
    }

    [[nodiscard]] QString time() const
    {
        const ServiceTime &time = m_guide.service->time;
        return time.immediate ? word("guide-at-once") : word("guide-workdays").arg(time.promised);
    }

    [[nodiscard]] QString fee() const
    {
        const qint64 fen = m_guide.service->fee;
        return fen == 0 ? word("guide-free")
                        : word("guide-yuan").arg(QString::number(static_cast<double>(fen) / fenPerYuan, 'f', 2));
    }

    [[nodiscard]] QString where() const
    {
        QStringList places;
        if (m_guide.channels.contains(QLatin1String("kiosk")) && m_guide.level != KioskLevel::Guide) {
            const QString open = word(m_guide.always ? "guide-always" : "guide-hall-hours");
            places.append(word(m_guide.level == KioskLevel::Part ? "guide-kiosk-part" : "guide-kiosk").arg(open));
        }
        if (m_guide.channels.contains(QLatin1String("online"))) {
            places.append(word("guide-online"));
        }
        if (m_guide.channels.contains(QLatin1String("window"))) {
            places.append(word("guide-window"));
        }
        return places.join(word("guide-and"));
    }

    const GuidePaper &m_guide;
};

}  // namespace

QString paperLine(const NoticePaper &paper, const ReceiptWords &words, const QString &language)
{
    const auto word = [&](const char *name) { return words.value(QLatin1String(name)).in(language); };
    QStringList ways;
    switch (paper.state) {
    case MaterialState::Waived:
        ways.append(word("paper-held"));
        break;
    case MaterialState::Optional:
        ways.append(word("paper-optional"));
        break;
    case MaterialState::Needed:
    case MaterialState::NotNeeded:
        if (paper.material->waivedIf) {
            ways.append(word("paper-waived").arg(unstopped(paper.material->waiver.in(language))));
        }
        break;
    }
    if (paper.state != MaterialState::Waived && !paper.material->licence.isEmpty()) {
        ways.append(word("paper-licence"));
    }
    if (paper.promise) {
        ways.append(word("paper-promise"));
    }
    if (paper.follows) {
        ways.append(paper.until ? word("paper-until").arg(paper.until->toString(Qt::ISODate))
                                : word("paper-follows").arg(paper.material->followDays));
    }
    if (paper.original) {
        ways.append(word("paper-original").arg(paper.original->toString(Qt::ISODate)));
    }
    const QString title = paper.material->title.in(language);
    return ways.isEmpty() ? title : word("paper-ways").arg(title, ways.join(word("guide-and")));
}

ReceiptDocument guideDocument(const GuidePaper &guide)
{
    return GuideWriter(guide).document();
}

QString guideCode(const GuidePaper &guide)
{
    return GuideWriter(guide).code();
}

}  // namespace hall
