// SPDX-License-Identifier: GPL-3.0-or-later
// What was read from the visitor's papers on its way to the form. A paper that can fill fields in is laid down before
// they are asked for; what it says is never settled, and never put over what the visitor said.
#include "app/catalogue/validation.h"
#include "app/session/session.h"

#include <algorithm>

namespace hall {

// Of several people a paper is not told apart from another's: only the first one's is read.
bool Session::readsPapers() const
{
    return m_services.reader && m_service && m_people.isEmpty() && !supplementing();
}

// The next paper to be laid down before the form, or of a worker before the pages about that person: one that is needed
// whatever will be answered there.
bool Session::showPaperToRead()
{
    m_readingFirst = false;
    if (!readsPapers()) {
        return false;
    }
    collectMaterials();
    const auto next = std::find_if(m_materials.cbegin(), m_materials.cend(), [this](const MaterialTask &task) {
        const ServiceMaterial &paper = m_service->materials[task.index];
        const bool certain = !paper.requiredIf || paper.requiredIf->evaluate(m_facts, today()) == Tri::Yes;
        return !paper.reads.isEmpty() && certain && task.required && task.pages.isEmpty() && !task.skipped;
    });
    if (next == m_materials.cend()) {
        return false;
    }
    m_readingFirst = true;
    showMaterial(static_cast<int>(next - m_materials.cbegin()));
    return true;
}

void Session::takeReading(const PageToRead &page, bool first, const QString &image, const PageReading &reading)
{
    const auto paper = std::find_if(m_service->materials.cbegin(), m_service->materials.cend(),
                                    [&page](const ServiceMaterial &one) { return one.id == page.material; });
    if (paper == m_service->materials.cend()) {
        return;
    }
    if (first) {
        forgetReading(page.material);
    }
    PaperRead read{page.material, image, {}, {}};
    for (auto it = reading.cbegin(); it != reading.cend(); ++it) {
        const Field *field = m_services.catalogue->field(it.key());
        if (!field || !paper->reads.contains(it.key()) || it->confidence < PageReader::leastConfidence) {
            continue;
        }
        const auto value = readTyped(*field, it->text.reveal());
        if (value && value->isValid() && !validate(*m_services.catalogue, *field, *value, m_facts, today())) {
            read.facts.insert(it.key(), *value);
            read.places.insert(it.key(), {it->certain, it->place.isNull() ? QString() : keepImage(it->place)});
        }
    }
    m_readings.append(read);
    applyPrefill();
}

// Another person's pages begin. What was read is of the one before, whose answers are put aside; the papers of the
// other are laid down later, with those that are there.
void Session::readingsEnd()
{
    if (!m_readings.isEmpty()) {
        forgetReadings();
        applyPrefill();
    }
    for (MaterialTask &task : m_materials) {
        task.more = !task.pages.isEmpty() && !m_service->materials[task.index].reads.isEmpty();
    }
}

// Asked before the form goes on: a contract is one person's, and no other's case may hold it.
void Session::readingsOfAnother()
{
    const QString number = m_facts.value(QStringLiteral("cert_no")).toString();
    if (m_unit.active && m_people.isEmpty() && !m_readFor.isEmpty() && m_readFor != number) {
        for (const QString &id : std::as_const(m_service->facts)) {
            if (m_disagreements.takenFrom(id) == FactSource::Ocr) {
                m_facts.remove(id);
                m_sources.remove(id);
            }
        }
        dropReadPapers();
    }
}

void Session::dropReadPapers()
{
    for (MaterialTask &task : m_materials) {
        if (!m_service->materials[task.index].reads.isEmpty()) {
            dropPages(task);
            task.more = false;
        }
    }
    m_capture->another();  // the next one may look like it
    forgetReadings();
    applyPrefill();
}

void Session::wipeReading(PaperRead &read)
{
    wipeFacts(read.facts);
    for (const ReadPlace &place : std::as_const(read.places)) {
        dropImage(place.image);
    }
    read.places.clear();
}

void Session::forgetReading(const QString &material)
{
    bool gone = false;
    for (qsizetype i = m_readings.size() - 1; i >= 0; --i) {
        if (m_readings[i].material == material) {
            wipeReading(m_readings[i]);
            m_readings.removeAt(i);
            gone = true;
        }
    }
    if (gone) {
        applyPrefill();
    }
}

void Session::forgetReadingOf(const QString &image)
{
    for (qsizetype i = 0; i < m_readings.size(); ++i) {
        if (m_readings[i].image == image) {
            wipeReading(m_readings[i]);
            m_readings.removeAt(i);
            applyPrefill();
            return;
        }
    }
}

void Session::layReadingAside(const QString &image, bool aside)
{
    for (PaperRead &read : m_readings) {
        if (read.image == image) {
            read.aside = aside;
            applyPrefill();
            return;
        }
    }
}

void Session::forgetReadings()
{
    for (PaperRead &read : m_readings) {
        for (auto it = read.facts.cbegin(); it != read.facts.cend(); ++it) {
            m_disagreements.leave(it.key());  // what was taken from it is the visitor's word now
        }
        wipeReading(read);
    }
    m_readings.clear();
    m_readingFirst = false;
    ::wipe(m_readFor);
}

Facts Session::readFacts() const
{
    Facts all;
    for (const PaperRead &read : m_readings) {
        if (!read.aside) {
            all.insert(read.facts);
        }
    }
    return all;
}

const Session::ReadPlace *Session::placeOf(const QString &field) const
{
    for (auto read = m_readings.crbegin(); read != m_readings.crend(); ++read) {
        if (const auto place = read->places.constFind(field); !read->aside && place != read->places.cend()) {
            return &*place;
        }
    }
    return nullptr;
}

// On the review: what a paper says otherwise than the visitor.
QString Session::readOtherwise(const Field &field) const
{
    if (m_readings.isEmpty() || !saidByVisitor(field.id)) {
        return {};
    }
    Facts all = readFacts();
    const QVariant read = all.value(field.id);
    const bool differs = read.isValid() && !sameValue(read, m_facts.value(field.id));
    const QString shown = differs ? shownValue(field, read, false) : QString();
    wipeFacts(all);
    return shown;
}

}  // namespace hall
