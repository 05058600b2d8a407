"""Bitrix24: leads (seen on a real header), contacts, companies and deals (from its documentation)."""

from setpoint.platform.importing.layouts import Layout, Part, register_layout, signs

PERSON = {
    "key": ("ID",),
    "salutation": ("Обращение", "Salutation"),
    "given_name": ("Имя", "First name"),
    "family_name": ("Фамилия", "Last name"),
    "patronymic": ("Отчество", "Second name", "Middle name"),
    "birthday": ("Дата рождения", "Date of birth"),
    "street": ("Улица, номер дома", "Адрес", "Street address", "Address"),
    "extended": ("Квартира, офис, комната, этаж", "Suite / Apartment"),
    "city": ("Населенный пункт", "Населённый пункт", "City"),
    "region": ("Регион", "Region/Area", "State / Province"),
    "postcode": ("Почтовый индекс", "Zip"),
    "country": ("Страна", "Country"),
    "phone": ("Рабочий телефон", "Work Phone"),
    "phone_mobile": ("Мобильный телефон", "Mobile"),
    "phone_home": ("Домашний телефон", "Home"),
    "phone_other": ("Другой телефон", "Other Phone"),
    "fax": ("Номер факса", "Fax"),
    "site": ("Корпоративный сайт", "Company Website"),
    "email": ("Рабочий e-mail", "Work E-mail"),
    "email_home": ("Частный e-mail", "Home E-mail"),
    "email_other": ("Другой e-mail", "Other E-mail"),
    "position": ("Должность", "Position"),
    "note": ("Комментарий", "Comment"),
}
COMPANY = ("Название компании", "Компания", "Company Name", "Company")

register_layout(
    Layout(
        "bitrix24.leads",
        "Bitrix24",
        signs(("Название лида", "Стадия", "Ответственный"), ("Lead Name", "Stage", "Responsible person")),
        (
            Part("accounts", {"name": COMPANY}),
            Part("contacts", PERSON | {"company": COMPANY}, {"key": "bitrix24/lead/"}),
            Part(
                "deals",
                {
                    "key": ("ID",),
                    "name": ("Название лида", "Lead Name"),
                    "amount": ("Возможная сумма", "Opportunity", "Total"),
                    "owner": ("Ответственный", "Responsible person"),
                    "stage": ("Стадия", "Stage"),
                    "customer": COMPANY,
                    "created": ("Дата создания", "Created"),
                    "closed": ("Дата завершения", "Completed"),
                },
                {"key": "bitrix24/lead/"},
            ),
        ),
        proven=True,
    )
)
register_layout(
    Layout(
        "bitrix24.contacts",
        "Bitrix24",
        signs(("ID", "Имя", "Фамилия", "Рабочий телефон"), ("ID", "First name", "Last name", "Work Phone")),
        (Part("contacts", PERSON | {"company": COMPANY}, {"key": "bitrix24/contact/"}),),
    )
)
register_layout(
    Layout(
        "bitrix24.companies",
        "Bitrix24",
        signs(("ID", "Название компании", "Сфера деятельности"), ("ID", "Company Name", "Industry")),
        (
            Part(
                "accounts",
                {key: PERSON[key] for key in ("phone", "phone_mobile", "fax", "site", "email", "city", "note")}
                | {"key": ("ID",), "name": ("Название компании", "Company Name")}
                | {"sector": ("Сфера деятельности", "Industry")},
                {"key": "bitrix24/company/"},
            ),
        ),
    )
)
register_layout(
    Layout(
        "bitrix24.deals",
        "Bitrix24",
        signs(("ID", "Название сделки", "Стадия сделки"), ("ID", "Deal Name", "Deal stage")),
        (
            Part("accounts", {"name": COMPANY}),
            Part(
                "deals",
                {
                    "key": ("ID",),
                    "name": ("Название сделки", "Deal Name"),
                    "amount": ("Сумма", "Amount", "Total"),
                    "owner": ("Ответственный", "Responsible person"),
                    "stage": ("Стадия сделки", "Deal stage"),
                    "customer": COMPANY,
                    "created": ("Дата начала", "Дата создания", "Start date", "Created"),
                    "closed": ("Дата завершения", "End date"),
                },
                {"key": "bitrix24/deal/"},
            ),
        ),
    )
)
