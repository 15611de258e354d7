// SPDX-License-Identifier: GPL-3.0-or-later
// What an employer writes: the proof that a contract ended, in four employers' designs, and the labour contract.
#include "tests/support/scenes/page.h"

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

struct Job
{
    Person person;
    Firm firm;
    QString name;
    QDate start;
    QDate end;
    QDate ended;
    QDate issued;
    Coded reason;
    QString number;
    QString wage;
};

Job makeJobFacts(Random &random)
{
    Job job;
    job.person = makePerson(random);
    job.firm = makeFirm(random);
    job.name = makeJob(random);
    job.start = makeDate(random, 2012, 2023);
    job.end = job.start.addYears(random.integer(1, 3)).addDays(-1);
    job.reason = makeEndReason(random);
    job.ended = job.reason.code == u"441"_s
                    ? job.end
                    : job.start.addDays(random.integer(20, static_cast<int>(job.start.daysTo(job.end)) - 1));
    job.issued = job.ended.addDays(random.integer(0, 15));
    job.number = u"%1第%2号"_s.arg(job.ended.year()).arg(random.integer(1, 999), 4, 10, QLatin1Char('0'));
    job.wage = QString::number(random.integer(21, 128) * 100);
    return job;
}

Type bodyType(Random &random)
{
    static const std::vector<double> sizes{4.2, 4.6, 4.9, 5.2};
    const int grey = random.chance(0.2) ? random.integer(60, 100) : random.integer(18, 45);
    return {random.chance(0.65) ? Face::Song : Face::Hei,
            random.of(sizes),
            false,
            QColor(grey, grey, grey + 3),
            random.chance(0.3) ? random.uniform(0, 0.06) : 0,
            random.chance(0.2) ? random.uniform(0.9, 1.06) : 1};
}

DateStyle dateStyle(Random &random)
{
    static const std::vector<DateStyle> styles{DateStyle::Chinese, DateStyle::Chinese, DateStyle::Spaced,
                                               DateStyle::Padded,  DateStyle::Dashes,  DateStyle::Dots};
    return random.of(styles);
}

void heading(Page &page, double y, double mm, const QString &text, const Type &body, double spacing = 0.05)
{
    Type type = body;
    type.mm = mm;
    type.bold = true;
    type.spacing = spacing;
    page.text(15, y, page.width() - 30, text, type, Align::Centre);
}

void footer(Page &page, const Type &body)
{
    Type small = body;
    small.mm = 2.9;
    page.text(20, page.height() - 16, page.width() - 40, u"演示样张，人物、单位与号码均为虚构"_s, small, Align::Centre);
}

void signedBy(Page &page, const Job &job, double y, const Type &body, DateStyle style, bool asField)
{
    Random &random = page.random();
    const double right = page.width() - 24;
    const QString date = dateText(job.issued, style == DateStyle::Dots ? DateStyle::Chinese : style);
    if (asField) {
        page.field(u"unit_name"_s, right - 120, y, 120, job.firm.name, body, {}, Align::Right);
    } else {
        page.text(right - 120, y, 120, job.firm.name + u"（盖章）"_s, body, Align::Right);
    }
    page.field(u"issued_date"_s, right - 120, y + body.mm * 2.1, 120, date, body, isoDate(job.issued), Align::Right);
    if (random.chance(0.85)) {
        const double size = random.uniform(36, 44);
        drawSeal(page, right - size - random.uniform(2, 50), y - size * random.uniform(0.3, 0.6), size, job.firm.name,
                 u"演示专用"_s);
    }
}

// Prose that names everything in sentences.
void proseLayout(Page &page, const Job &job, const Type &body, DateStyle style)
{
    Random &random = page.random();
    const double left = random.uniform(24, 31);
    const double w = page.width() - 2 * left;
    const double step = body.mm * random.uniform(1.65, 2.1);
    double y = random.uniform(26, 38);
    heading(page, y, random.uniform(6.8, 9),
            random.chance(0.5) ? u"解除（终止）劳动合同证明书"_s : u"终止、解除劳动合同证明"_s, body);
    y += 18;
    page.text(left, y, w, u"编号："_s + job.number, body, Align::Right);
    y += step * 1.6;
    const std::vector<Run> facts{{job.person.name, u"name"_s},
                                 {u"（"_s},
                                 {job.person.sex.text, u"sex"_s, job.person.sex.code},
                                 {u"，身份证号码："_s},
                                 {job.person.number, u"cert_no"_s},
                                 {u"），系我单位职工，自"_s},
                                 {dateText(job.start, style), u"contract_start"_s, isoDate(job.start)},
                                 {u"起在我单位从事"_s},
                                 {job.name, u"job_name"_s},
                                 {u"工作，双方签订的劳动合同于"_s},
                                 {dateText(job.end, style), u"contract_end"_s, isoDate(job.end)},
                                 {u"到期。"_s}};
    y = page.flow(left, y, w, facts, body, step, 2 * body.mm);
    const std::vector<Run> end{{u"因"_s},
                               {job.reason.text, u"term_reason"_s, job.reason.code},
                               {u"，根据《中华人民共和国劳动合同法》的有关规定，双方劳动合同于"_s},
                               {dateText(job.ended, style), u"term_date"_s, isoDate(job.ended)},
                               {u"解除（终止）。"_s}};
    y = page.flow(left, y, w, end, body, step, 2 * body.mm);
    y = page.flow(left, y, w, {{u"该同志的档案和社会保险关系转移手续，我单位在十五日内办理完毕。"_s}}, body, step,
                  2 * body.mm);
    y = page.flow(left, y + 2, w, {{u"特此证明。"_s}}, body, step, 2 * body.mm);
    signedBy(page, job, y + random.uniform(18, 34), body, style, true);
    if (random.chance(0.4)) {
        page.text(left, page.height() - 48, 60, u"本人签收："_s, body);
        drawSignature(page, left + 26, page.height() - 52, 34, 11);
    }
}

struct Cell
{
    QString label;
    QString id;
    QString text;
    QString value;
};

// A ruled form, two pairs a row.
void formLayout(Page &page, const Job &job, const Type &body, DateStyle style)
{
    Random &random = page.random();
    const double left = random.uniform(18, 24);
    const double w = page.width() - 2 * left;
    double y = random.uniform(22, 30);
    heading(page, y, random.uniform(7, 8.5), u"解除、终止劳动合同证明书"_s, body, 0.12);
    y += 17;
    page.text(left, y, w, u"单位（盖章）　　　　　　　　　　编号："_s + job.number, body);
    y += 9;
    Type label = body;
    label.mm = std::min(label.mm, 4.6);
    Type value = label;
    if (random.chance(0.3)) {  // filled in by hand
        value.shaky = true;
        value.slant = random.uniform(0.05, 0.25);
        value.ink = QColor(24, 34, 92);
    }
    const QString years = QString::number(std::max<qint64>(1, job.start.daysTo(job.ended) / 365));
    const std::vector<std::vector<Cell>> rows{
        {{u"姓　名"_s, u"name"_s, job.person.name, {}},
         {u"性　别"_s, u"sex"_s, job.person.sex.text, job.person.sex.code}},
        {{u"身份证号码"_s, u"cert_no"_s, job.person.number, {}}, {u"联系电话"_s, u"mobile"_s, job.person.phone, {}}},
        {{u"用人单位名称"_s, u"unit_name"_s, job.firm.name, {}}},
        {{u"统一社会信用代码"_s, u"uscc"_s, job.firm.code, {}}},
        {{u"合同起始日期"_s, u"contract_start"_s, dateText(job.start, style), isoDate(job.start)},
         {u"合同终止日期"_s, u"contract_end"_s, dateText(job.end, style), isoDate(job.end)}},
        {{u"工作岗位"_s, u"job_name"_s, job.name, {}}, {u"本单位工作年限"_s, u"seniority"_s, years + u"年"_s, years}},
        {{u"解除终止日期"_s, u"term_date"_s, dateText(job.ended, style), isoDate(job.ended)},
         {u"月工资（元）"_s, u"wage"_s, job.wage, {}}},
        {{u"解除终止原因"_s, u"term_reason"_s, job.reason.text, job.reason.code}}};
    const double high = random.uniform(11.5, 14.5);
    for (const std::vector<Cell> &row : rows) {
        const double half = row.size() == 2 ? w / 2 : w;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const double x = left + half * static_cast<double>(i);
            const double labelW = 33;
            page.box(x, y, labelW, high);
            page.box(x + labelW, y, half - labelW, high);
            page.text(x + 1, y + (high - label.mm) / 2, labelW - 2, row[i].label, label, Align::Centre);
            page.field(row[i].id, x + labelW + 1.5, y + (high - value.mm) / 2, half - labelW - 3, row[i].text, value,
                       row[i].value);
        }
        y += high;
    }
    page.box(left, y, w, 34);
    page.flow(
        left + 4, y + 5, w - 8,
        {{u"根据《劳动合同法》第五十条的规定，出具本证明。单位在十五日内为劳动者办理档案和社会保险关系转移手续。"_s}},
        label, label.mm * 1.7, 2 * label.mm);
    y += 34;
    signedBy(page, job, y + 16, body, DateStyle::Spaced, false);
}

// A printed letter with blanks that were filled in.
void blanksLayout(Page &page, const Job &job, Type body)
{
    Random &random = page.random();
    body.face = Face::Song;
    const double left = 26;
    const double w = page.width() - 2 * left;
    const double step = body.mm * 2.1;
    double y = random.uniform(34, 42);
    heading(page, y, 8, u"终止（解除）劳动关系证明"_s, body, 0.1);
    y += 24;
    const auto blank = [&](const QString &text, const QString &id, const QString &value = {}) {
        return Run{text, id, value, true};
    };
    const std::vector<Run> runs{{u"兹有本单位职工 "_s},
                                blank(u" "_s + job.person.name + u" "_s, u"name"_s, job.person.name),
                                {u" ，公民身份号码 "_s},
                                blank(job.person.number, u"cert_no"_s),
                                {u" ，于 "_s},
                                blank(dateText(job.start, DateStyle::Spaced), u"contract_start"_s, isoDate(job.start)),
                                {u" 与本单位签订劳动合同，岗位为 "_s},
                                blank(u" "_s + job.name + u" "_s, u"job_name"_s, job.name),
                                {u" ，劳动合同期限至 "_s},
                                blank(dateText(job.end, DateStyle::Spaced), u"contract_end"_s, isoDate(job.end)),
                                {u" 。现因 "_s},
                                blank(job.reason.text, u"term_reason"_s, job.reason.code),
                                {u" ，自 "_s},
                                blank(dateText(job.ended, DateStyle::Spaced), u"term_date"_s, isoDate(job.ended)),
                                {u" 起终止（解除）劳动关系。"_s}};
    y = page.flow(left, y, w, runs, body, step, 2 * body.mm);
    y = page.flow(left, y + 3, w, {{u"社会保险费已缴至当月，双方无其他争议。特此证明。"_s}}, body, step, 2 * body.mm);
    y += 14;
    page.text(left, y, 50, u"单位经办人："_s, body);
    drawSignature(page, left + 30, y - 4, 32, 11);
    page.text(left + 82, y, 50, u"劳动者："_s, body);
    drawSignature(page, left + 102, y - 4, 32, 11);
    signedBy(page, job, y + 24, body, DateStyle::Chinese, true);
}

// Above the perforation the stub that the employer keeps.
void stubLayout(Page &page, const Job &job, Type body, DateStyle style)
{
    Random &random = page.random();
    body.mm = std::min(body.mm, 4.3);
    Type small = body;
    small.mm = 3.5;
    heading(page, 16, 5.2, u"解除劳动合同证明（存根）"_s, body);
    page.flow(22, 30, page.width() - 44,
              {{u"　　"_s + job.person.name + u"，"_s + job.name + u"，因"_s + job.reason.text +
                u"，已办理离职手续。存根留单位备查。"_s}},
              small, 6.5);
    for (int x = 8; x < 202; x += 5) {
        page.line(x, 62, x + 3, 62, 0.3, QColor(90, 90, 90));
    }
    page.text(70, 59.6, 70, u"（"_s + job.number + u"　骑缝章）"_s, small, Align::Centre);
    heading(page, 74, 8, u"解除劳动合同证明"_s, body, 0.2);
    double y = 96;
    const std::vector<Cell> lines{
        {u"姓　　名："_s, u"name"_s, job.person.name, {}},
        {u"性　　别："_s, u"sex"_s, job.person.sex.text, job.person.sex.code},
        {u"身份证号："_s, u"cert_no"_s, job.person.number, {}},
        {u"工作岗位："_s, u"job_name"_s, job.name, {}},
        {u"用人单位："_s, u"unit_name"_s, job.firm.name, {}},
        {u"信用代码："_s, u"uscc"_s, job.firm.code, {}},
        {u"入职日期："_s, u"contract_start"_s, dateText(job.start, style), isoDate(job.start)},
        {u"合同期满："_s, u"contract_end"_s, dateText(job.end, style), isoDate(job.end)},
        {u"解除日期："_s, u"term_date"_s, dateText(job.ended, style), isoDate(job.ended)},
        {u"解除原因："_s, u"term_reason"_s, job.reason.text, job.reason.code}};
    const double step = random.uniform(9.5, 11.5);
    for (const Cell &cell : lines) {
        page.text(34, y, 30, cell.label, body);
        page.field(cell.id, 34 + body.mm * 5.6, y, 120, cell.text, body, cell.value);
        y += step;
    }
    signedBy(page, job, y + 20, body, DateStyle::Chinese, false);
}

void contractCover(Page &page, const Job &job, const Type &body, DateStyle style)
{
    Random &random = page.random();
    page.text(24, 22, 90, u"合同编号："_s, body);
    page.field(u"contract_no"_s, 24 + body.mm * 5, 22, 80, u"LD-%1-%2"_s.arg(job.start.year()).arg(digits(random, 5)),
               body);
    heading(page, random.uniform(56, 66), random.uniform(12, 15), u"劳动合同书"_s, body, 0.45);
    Type sub = body;
    page.text(20, 92, page.width() - 40, u"（固定期限）"_s, sub, Align::Centre);
    const std::vector<Cell> lines{
        {u"甲方（用人单位）："_s, u"unit_name"_s, job.firm.name, {}},
        {u"统一社会信用代码："_s, u"uscc"_s, job.firm.code, {}},
        {u"法定代表人："_s, u"legal_rep"_s, job.firm.head, {}},
        {u"注册地址："_s, u"unit_address"_s, job.firm.address, {}},
        {u"联系电话："_s, u"unit_phone"_s, job.firm.phone, {}},
        {u"乙方（劳动者）："_s, u"name"_s, job.person.name, {}},
        {u"居民身份证号码："_s, u"cert_no"_s, job.person.number, {}},
        {u"联系电话："_s, u"mobile"_s, job.person.phone, {}},
        {u"签订日期："_s, u"contract_sign_date"_s, dateText(job.start, style), isoDate(job.start)}};
    double y = random.uniform(116, 126);
    const double step = random.uniform(12.5, 15);
    Type value = body;
    if (random.chance(0.35)) {
        value.shaky = true;
        value.slant = 0.15;
        value.ink = QColor(22, 26, 60);
    }
    for (const Cell &cell : lines) {
        const double x = 30 + body.mm * 9.4;
        page.text(30, y, body.mm * 9.2, cell.label, body);
        page.field(cell.id, x, y, 182 - x, cell.text, value, cell.value);
        page.line(x, y + body.mm * 1.25, 182, y + body.mm * 1.25, 0.2);
        y += step;
    }
    page.text(20, page.height() - 26, page.width() - 40, u"示范市人力资源和社会保障局　编制（演示）"_s, sub,
              Align::Centre);
}

void contractTerms(Page &page, const Job &job, const Type &body, DateStyle style)
{
    Random &random = page.random();
    const double left = 25;
    const double w = page.width() - 2 * left;
    const double step = body.mm * random.uniform(1.6, 1.8);
    double y = 24;
    Type bold = body;
    bold.bold = true;
    const auto article = [&](const QString &title, const std::vector<Run> &runs) {
        page.text(left, y, w, title, bold);
        y = page.flow(left, y + step, w, runs, body, step, 2 * body.mm) + 1.5;
    };
    article(u"一、劳动合同期限"_s,
            {{u"第一条　本合同为固定期限劳动合同，自"_s},
             {dateText(job.start, style), u"contract_start"_s, isoDate(job.start)},
             {u"起至"_s},
             {dateText(job.end, style), u"contract_end"_s, isoDate(job.end)},
             {u"止，其中试用期至"_s},
             {dateText(job.start.addMonths(2), style), u"prob_end"_s, isoDate(job.start.addMonths(2))},
             {u"止。"_s}});
    article(u"二、工作内容和工作地点"_s, {{u"第二条　乙方同意根据甲方工作需要，在"_s},
                                          {job.name, u"job_name"_s},
                                          {u"岗位工作，工作地点为"_s},
                                          {job.firm.city + u"。"_s},
                                          {u"甲方可以按照有关规定，经与乙方协商，调整乙方的工作岗位。"_s}});
    article(u"三、工作时间和休息休假"_s,
            {{u"第三条　乙方所在岗位执行"_s},
             {u"标准工时"_s, u"work_time_system"_s, u"1"_s},
             {u"制度，每日工作八小时，每周工作四十小时。甲方依法保证乙方的休息休假权利。"_s}});
    article(u"四、劳动报酬"_s, {{u"第四条　甲方每月15日前以货币形式支付乙方工资，月工资为"_s},
                                {job.wage, u"wage"_s},
                                {u"元，不低于当地最低工资标准。加班加点的，按照国家规定支付报酬。"_s}});
    article(
        u"五、社会保险"_s,
        {{u"第五条　甲乙双方按照国家和省、市有关规定参加社会保险，缴纳社会保险费。乙方应缴纳的部分由甲方代扣代缴。"_s}});
    article(u"六、劳动保护和劳动条件"_s,
            {{u"第六条　甲方按照国家有关规定建立健全劳动安全卫生制度，提供符合规定的工作条件和劳动防护用品。"_s}});
    page.text(0, page.height() - 25, page.width(), u"— 2 —"_s, body, Align::Centre);
}

void contractSigning(Page &page, const Job &job, const Type &body, DateStyle style)
{
    Random &random = page.random();
    const double left = 25;
    const double w = page.width() - 2 * left;
    const double step = body.mm * 1.7;
    double y = page.flow(
        left, 26, w,
        {{u"第九条　甲乙双方因履行本合同发生劳动争议的，可以协商解决，也可以依法申请调解、仲裁，直至提起诉讼。"_s}},
        body, step, 2 * body.mm);
    y = page.flow(left, y, w, {{u"第十条　本合同未尽事宜，按照国家和地方有关规定执行。"_s}}, body, step, 2 * body.mm);
    y = page.flow(left, y, w, {{u"第十一条　本合同一式三份，甲乙双方各执一份，备案一份，自双方签字盖章之日起生效。"_s}},
                  body, step, 2 * body.mm);
    y += 30;
    page.text(left, y, 80, u"甲方（公章）："_s, body);
    page.text(110, y, 80, u"乙方（签字）："_s, body);
    page.field(u"unit_name"_s, left, y + 10, 78, job.firm.name, body);
    drawSignature(page, 138, y - 4, 36, 13);
    page.text(left, y + 24, 80, u"法定代表人："_s, body);
    page.field(u"legal_rep"_s, left + body.mm * 6.4, y + 24, 40, job.firm.head, body);
    page.field(u"contract_sign_date"_s, left, y + 40, 78, dateText(job.start, style), body, isoDate(job.start));
    page.text(110, y + 40, 80, dateText(job.start, style), body);
    const double size = random.uniform(38, 42);
    drawSeal(page, left + random.uniform(8, 30), y - random.uniform(4, 14), size, job.firm.name, u"演示合同章"_s);
    page.text(0, page.height() - 25, page.width(), u"— 3 —"_s, body, Align::Centre);
}

}  // namespace

Document drawEndOfContract(Page::Stock stock, Random random)
{
    Page page(210, 297, stock, random.fork(1));
    const Job job = makeJobFacts(random);
    const Type body = bodyType(random);
    const DateStyle style = dateStyle(random);
    const int layout = random.integer(0, 3);
    static const std::vector<QString> names{u"prose"_s, u"form"_s, u"blanks"_s, u"stub"_s};
    page.startPrinting();
    switch (layout) {
    case 0:
        proseLayout(page, job, body, style);
        break;
    case 1:
        formLayout(page, job, body, style);
        break;
    case 2:
        blanksLayout(page, job, body);
        break;
    default:
        stubLayout(page, job, body, style);
        break;
    }
    footer(page, body);
    return page.finish(Kind::EndOfContract, names[static_cast<std::size_t>(layout)]);
}

Document drawContract(Kind kind, Page::Stock stock, Random random)
{
    Page page(210, 297, stock, random.fork(1));
    const Job job = makeJobFacts(random);
    const Type body = bodyType(random);
    const DateStyle style = dateStyle(random);
    page.startPrinting();
    if (kind == Kind::ContractCover) {
        contractCover(page, job, body, style);
    } else if (kind == Kind::ContractTerms) {
        contractTerms(page, job, body, style);
    } else {
        contractSigning(page, job, body, style);
    }
    footer(page, body);
    return page.finish(kind, u"standard"_s);
}

}  // namespace hall::scenes
