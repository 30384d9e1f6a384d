"""The words seeded names and notes are made of."""


def _words(text: str) -> list[str]:
    """Return the words; a hyphen stands for a space."""
    return [word.replace("-", " ") for word in text.split()]


FIRST_NAMES = _words(
    """
Aaron Abdi Adaeze Adrian Ahmed Aisha Alejandra Amara Amir Ana Andre Angela Anita Antonio Ariel
Asha Ayumi Beatriz Benjamin Bianca Binh Brandon Brenda Camila Carlos Carmen Cedric Chantal Chen
Cheyenne Chidi Chloe Claudia Connor Dalia Daniel Darius Dawit Deborah Denise Diego Dimitri Dolores
Earl Edith Elena Eli Elsa Emeka Emma Eric Esther Fatima Felix Fernando Florence Gabriela George
Gloria Grace Gustavo Habiba Halima Hannah Hassan Hector Helen Henry Hiroshi Ibrahim Ida Imani
Irene Isaac Ivan Jacqueline Jamal Jasmine Javier Jean Jerome Joanna Jorge Josephine Juan Julia
Kadija Kai Karim Katarzyna Keisha Kenji Khalid Kofi Lakshmi Lamar Laura Leila Leon Leticia Linh
Lorenzo Lucia Luis Luz Malik Manuel Marcus Maria Marisol Martha Mateo Mei Miguel Mina Mohamed
Monique Naomi Nasir Natalia Nia Nikolai Nina Noor Olga Oluwaseun Omar Oscar Paloma Patrick Paula
Pedro Phuong Precious Priya Quentin Rachel Rafael Ramona Rashid Raymond Rebecca Ricardo Robert
Rosa Ruth Salim Samira Samuel Sandra Sergei Shanice Simone Sofia Soledad Stephanie Tamika Tariq
Teresa Thanh Theo Thomas Tiana Trinh Tyrone Uchenna Valeria Vera Victor Vincent Wanda Wei William
Xavier Ximena Yara Yolanda Yusuf Zainab Zoe
"""
)

LAST_NAMES = _words(
    """
Abara Abebe Abrams Acosta Adeyemi Aguilar Ahmadi Akhtar Alvarez Andersen Anderson Aquino Arroyo
Asante Avila Baker Banerjee Baptiste Barnes Batista Bauer Bautista Begay Bello Bennett Berhane
Blackwood Boateng Booker Boudreaux Brooks Bryant Cabrera Calderon Campbell Cardenas Carlson
Castellanos Castillo Chandra Chaudhry Chavez Cisneros Clark Coleman Contreras Cooper Cordero Cruz
Dang Daniels Davenport Davis Delgado Desai Diallo Diaz Dominguez Dubois Duong Ellison Escobar
Espinoza Farah Farrell Fernandez Figueroa Fitzgerald Fleming Flores Fofana Foster Franklin Freeman
Fuentes Garcia Garner Gebre Gomez Gonzalez Graham Griffin Guerrero Gutierrez Guzman Haddad Hamid
Harper Harris Hassan Hayes Henderson Hernandez Herrera Hinton Holloway Hossain Huang Hughes Huynh
Ibarra Ibrahim Iyer Jackson Jaramillo Jefferson Jenkins Jimenez Johnson Jones Kamara Kaplan Karimi
Keller Kelly Khan Kim Kowalski Kumar Lambert Larsen Lawson Leblanc Lee Lewis Lim Lindqvist Lopez
Lozano Lucero Luna Macdonald Maldonado Marquez Martin Martinez Mason Mbeki Mckenzie Medina Mehta
Mendez Mensah Mercado Miller Mitchell Mohamud Molina Montoya Moore Morales Moreno Morris Moses
Murphy Nakamura Navarro Ndiaye Nelson Ngo Nguyen Nkosi Novak Obi Ochoa Okafor Okeke Olsen Ortega
Ortiz Osei Owens Pacheco Padilla Palmer Parker Patel Pena Perez Perry Peters Petrov Pham Phillips
Popescu Powell Quintana Rahman Ramirez Ramos Reed Reyes Rivera Roberts Robinson Rodriguez Rojas
Romero Rosales Rossi Ruiz Salazar Sanchez Sanders Santiago Santos Sato Schmidt Serrano Shah Sharma
Silva Simmons Singh Smith Solis Soto Stewart Suarez Sullivan Tadesse Tanaka Taylor Tesfaye Thomas
Thompson Torres Toure Tran Trujillo Turner Valdez Valencia Vargas Vasquez Vega Velasquez Vu Walker
Wallace Walsh Wang Ward Warren Washington Watkins Webb Weiss Williams Wilson Wong Woods Wright Yang
Yazzie Young Zamora Zapata Zhang Ziegler
"""
)

PEOPLE = _words(
    """
aunt brother caseworker cousin counselor daughter doctor employer father friend grandmother landlord
lawyer manager mother neighbor nurse officer partner pastor pharmacist roommate sister son sponsor
supervisor teacher uncle volunteer
"""
)

PLACES = _words(
    """
bank barracks bus-stop church clinic college court courthouse dentist diner food-bank garage
gym hospital hostel kitchen laundromat library motel office park pharmacy porch post-office
school shelter station store studio terminal warehouse workshop
"""
)

THINGS = _words(
    """
agreement allowance appeal appointment application assessment backpack bed benefits bill birth-certificate
boots budget bus-pass calendar case-plan certificate childcare-form coat complaint court-date deposit
disability-claim driving-licence electricity-bill eviction-notice family-plan food-box furniture
glasses grant health-card hearing-aid housing-application ID-card income-letter interview job-offer
key laptop lease loan mattress meal-vouchers medication mental-health-referral money-order
moving-date paperwork parole-report payment-plan phone prescription probation-report proof-of-address
pay-stub recertification referral release-form rent-arrears repair résumé safety-plan savings schedule
school-enrollment security-deposit sleeping-bag stove tenancy training-course transport treatment-plan
uniform utility-bill voucher waitlist-letter work-boots work-permit wheelchair
"""
)

FEELINGS = _words(
    """
anxious calm careful cheerful clear determined discouraged exhausted frustrated grateful hopeful
hurt irritable lonely nervous open overwhelmed proud quiet relaxed relieved restless sad settled
sober steady tearful thoughtful tired uncertain upbeat wary worried
"""
)

DONE_VERBS = _words(
    """
brought called-about checked collected completed copied delivered discussed explained faxed
filled-in found handed-in lost mailed mentioned missed needs ordered paid photographed picked-up
postponed prepared printed questioned reads received refused renewed replaced reported requested
reviewed scanned sent showed signed submitted translated uploaded wants withdrew wrote-about
"""
)

PLANS = _words(
    """
apply-again ask-for-an-interpreter attend-the-group bring-the-papers call-the-clinic
call-the-landlord check-the-mail compare-two-apartments cook-at-home-more cut-down-on-smoking
finish-the-form get-a-second-opinion get-up-earlier go-to-the-food-bank keep-a-diary
keep-the-receipts look-for-a-smaller-place make-a-list meet-the-teacher move-the-appointment
open-a-bank-account pay-in-two-parts practice-the-interview put-ten-dollars-aside
read-the-lease-together rest rewrite-the-letter see-the-dentist sign-the-release
sleep-at-the-sister's-place talk-to-the-manager tell-the-family take-the-early-bus
try-the-new-pharmacy visit-the-school wait-for-the-letter walk-in-the-mornings write-down-questions
"""
)

DAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

STREETS = _words(
    """
Alder Ash Beacon Birch Canal Cedar Chestnut Commerce Court Dock Elm Ferry Foundry Front Grove Harbor
Hill Juniper Lake Linden Locust Maple Market Mill Oak Orchard Pearl Pine Pond Prospect River Spruce
Station Summit Sycamore Union Vine Walnut Water Willow
"""
)

TASKS = (
    """
Call about the housing application|Bring the lease to the office|Book the dentist|Ask the school about lunch
Renew the bus pass|Check that the benefits letter came|Drive to the clinic|Practice the interview
Write to the landlord|Ask for a payment plan|Collect the birth certificate|Review the safety plan
Visit at the new address|Call the probation officer|Order the glasses|Hand in the income letter
Look at the apartment together|Confirm the ride to court|Ask how the first week of work went
Bring a coat and boots|Sign the release with the clinic|Call the interpreter service
Check on the heating repair|Ask the food bank for delivery|Set up the phone reminder
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

LANGUAGES = (["en"], ["en"], ["en"], ["en"], ["es", "en"], ["es"], ["vi"], ["so"], ["ar", "en"])

ADJECTIVES = _words(
    """
able active additional affordable alone available basic better broken careful cheap clean close
cold complete correct current damp dangerous delayed different difficult early easy empty expensive
expired extra fair familiar final first formal free full good hard heavy helpful honest important
incomplete joint last late legal light likely local locked long lost main minor missing monthly
narrow nearby necessary new noisy old open ordinary overdue own partial permanent personal possible
practical previous private promised proper public quick quiet ready real recent regular safe second
separate serious shared short signed simple single slow small special stable steep strange strong
temporary unpaid unsigned upcoming urgent useful usual valid warm weekly whole wrong young
"""
)

ADVERBS = _words(
    """
again almost already always barely calmly clearly directly eagerly early easily finally firmly
gladly gradually happily hardly honestly immediately independently kindly lately maybe mostly
nearly never now often once openly partly patiently perhaps plainly possibly promptly proudly
quickly quietly rarely really regularly seldom simply slowly soon steadily still suddenly today
together tomorrow twice usually warmly weekly willingly yesterday yet
"""
)
