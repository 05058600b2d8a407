"""amoCRM (Kommo abroad): the export of deals, with the people and companies they are with.

The Russian header was seen on a real file; the English one is that of Kommo's documentation. It tells the present
stage of a deal only, not its history.
"""

from setpoint.platform.importing.layouts import Layout, Part, register_layout, signs

COMPANY = ("Компания", "Компания контакта", "Company", "Contact company")

register_layout(
    Layout(
        "amocrm.deals",
        "amoCRM",
        signs(("Название сделки", "Этап сделки", "Воронка"), ("Lead title", "Lead status", "Pipeline")),
        (
            Part("accounts", {"name": COMPANY}),
            Part(
                "contacts",
                {
                    "name": ("Полное имя контакта", "Full name", "Contact full name"),
                    "company": ("Компания контакта", "Компания", "Contact company", "Company"),
                    "position": ("Должность", "Position"),
                    "phone": ("Рабочий телефон", "Work phone"),
                    "phone_mobile": ("Мобильный телефон", "Mobile phone"),
                    "phone_home": ("Домашний телефон", "Home phone"),
                    "phone_other": ("Другой телефон", "Other phone"),
                    "fax": ("Факс", "Fax"),
                    "email": ("Рабочий email", "Work email"),
                    "email_home": ("Личный email", "Personal email"),
                    "email_other": ("Другой email", "Other email"),
                    "city": ("Город", "City"),
                },
            ),
            Part(
                "deals",
                {
                    "key": ("ID",),
                    "name": ("Название сделки", "Lead title"),
                    "amount": ("Бюджет", "Sale", "Budget"),
                    "owner": ("Ответственный", "Responsible user"),
                    "created": ("Дата создания сделки", "Created at", "Lead created"),
                    "closed": ("Дата закрытия", "Closed at"),
                    "stage": ("Этап сделки", "Lead status"),
                    "customer": COMPANY,
                    "note": ("Примечание", "Note", "Note 1"),
                    "note_2": ("Примечание 2", "Note 2"),
                    "note_3": ("Примечание 3", "Note 3"),
                    "note_4": ("Примечание 4", "Note 4"),
                    "note_5": ("Примечание 5", "Note 5"),
                },
                {"key": "amocrm/deal/"},
            ),
        ),
        proven=True,
    )
)
