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

void Session::takeReading(const QString &material, bool first, const PageReading &reading)
{
    const auto paper = std::find_if(m_service->materials.cbegin(), m_service->materials.cend(),
                                    [&material](const ServiceMaterial &one) { return one.id == material; });
    if (paper == m_service->materials.cend()) {
        return;
    }
    Facts &read = m_readings[material];
    if (first) {
        wipeFacts(read);
    }
    for (auto it = reading.cbegin(); it != reading.cend(); ++it) {
        const Field *field = m_services.catalogue->field(it.key());
        if (!field || !paper->reads.contains(it.key()) || it->confidence < PageReader::leastConfidence) {
            continue;
        }
        const auto value = readTyped(*field, it->text.reveal());
        if (value && value->isValid() && !validate(*m_services.catalogue, *field, *value, m_facts, today())) {
            read.insert(it.key(), *value);
        }
    }
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

void Session::forgetReading(const QString &material)
{
    if (const auto read = m_readings.find(material); read != m_readings.end()) {
        wipeFacts(*read);
        m_readings.erase(read);
        applyPrefill();
    }
}

void Session::forgetReadings()
{
    for (Facts &read : m_readings) {
        for (auto it = read.cbegin(); it != read.cend(); ++it) {
            m_disagreements.leave(it.key());  // what was taken from it is the visitor's word now
        }
        wipeFacts(read);
    }
    m_readings.clear();
    m_readingFirst = false;
    ::wipe(m_readFor);
}

Facts Session::readFacts() const
{
    Facts all;
    for (const Facts &read : m_readings) {
        all.insert(read);
    }
    return all;
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
