"""Short forms of given names, English and Spanish first: enough to find a person by either."""

#: Formal name -> its short and other forms, folded. One short form may belong to several names.
_FORMS = {
    "abigail": "abby gail",
    "abraham": "abe abram ibrahim",
    "alejandro": "alex ale jandro",
    "alejandra": "alex ale jandra sandra",
    "alexander": "alex al xander sasha alec",
    "alexandra": "alex alexa sandra sasha lexi",
    "alfredo": "fredo fred alfred freddy",
    "andrew": "andy drew andres",
    "anthony": "tony antonio toni",
    "antonio": "tony tono toni",
    "barbara": "barb barbie babs",
    "benjamin": "ben benny benji",
    "catherine": "cathy kate katie kathy cat kit katy catalina",
    "charles": "charlie chuck carlos chas",
    "christina": "chris christy tina cristina",
    "christopher": "chris topher kit cristobal",
    "concepcion": "concha conchita",
    "consuelo": "chelo",
    "daniel": "dan danny",
    "david": "dave davey",
    "deborah": "deb debbie",
    "dolores": "lola lolita",
    "dorothy": "dot dottie dolly",
    "edward": "ed eddie ted ned eduardo",
    "eduardo": "ed eddie lalo",
    "elizabeth": "liz beth betty eliza lisa lizzie betsy bess libby elisabeth isabel",
    "enrique": "quique kike henry",
    "ernesto": "neto",
    "eugene": "gene",
    "fernando": "fer nando",
    "florence": "flo",
    "frances": "fran fanny francie",
    "francis": "frank fran",
    "francisca": "paca paquita pancha",
    "francisco": "paco pancho frank cisco kiko paquito curro",
    "frederick": "fred freddie fritz",
    "gabriel": "gabe gabi",
    "george": "jorge georgie",
    "gerald": "gerry jerry",
    "gregory": "greg gregorio goyo",
    "guadalupe": "lupe lupita",
    "guillermo": "memo guille william bill",
    "henry": "hank harry hal",
    "ignacio": "nacho",
    "isabel": "chabela isa isabela bella",
    "jacob": "jake jack",
    "james": "jim jimmy jamie jaime",
    "jennifer": "jen jenny",
    "jesus": "chuy chucho",
    "john": "jack johnny jon juan",
    "jonathan": "jon jonny nathan",
    "jose": "pepe pepito chepe joe joseph",
    "josefina": "pepa josie fina",
    "joseph": "joe joey jose yusuf",
    "joshua": "josh",
    "katherine": "kathy kate katie kat kit katy kathryn",
    "kenneth": "ken kenny",
    "lawrence": "larry laurie",
    "leonard": "len lenny leo",
    "luis": "lucho louis",
    "manuel": "manny manolo manu",
    "margaret": "maggie meg peggy marge margie greta rita",
    "maria": "mary mari marie",
    "matthew": "matt mateo",
    "mercedes": "meche",
    "michael": "mike mick mickey miguel mikey",
    "miguel": "mike migue",
    "mohammed": "mo mohammad hamed",
    "nathaniel": "nate nathan nat",
    "nicholas": "nick nicky nicolas",
    "pamela": "pam",
    "patricia": "pat patty trish tricia",
    "patrick": "pat paddy rick",
    "pedro": "perico peter",
    "peter": "pete pedro",
    "philip": "phil felipe",
    "rafael": "rafa rafi",
    "raymond": "ray ramon",
    "rebecca": "becky becca",
    "refugio": "cuca cuco",
    "richard": "dick rick rich ricky richie ricardo",
    "robert": "bob rob bobby robbie bert beto roberto",
    "roberto": "beto rob robert tito",
    "ronald": "ron ronnie",
    "rosario": "chayo charo",
    "salvador": "chava sal",
    "samantha": "sam",
    "samuel": "sam sammy",
    "santiago": "chago santi diego",
    "sean": "shawn shaun",
    "sebastian": "seb chano bastian",
    "stephanie": "steph stefanie",
    "stephen": "steve steven stevie esteban",
    "susan": "sue susie suzy susana",
    "teresa": "tere teresita theresa terry tess",
    "theodore": "ted theo teddy",
    "thomas": "tom tommy tomas",
    "timothy": "tim",
    "victoria": "vicky tori viki",
    "vincent": "vince vinny vicente",
    "virginia": "ginny ginger",
    "walter": "walt wally",
    "william": "bill will billy liam willie memo",
    "zachary": "zach zack",
}


def _by_form() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for formal, forms in _FORMS.items():
        for form in (formal, *forms.split()):
            names.setdefault(form, set()).add(formal)
    return {form: frozenset(formals) for form, formals in names.items()}


_FORMAL_NAMES = _by_form()
_NONE: frozenset[str] = frozenset()


def formal_names(token: str) -> frozenset[str]:
    """Return the formal names a folded given name may stand for; none when it is not known."""
    return _FORMAL_NAMES.get(token, _NONE)


def are_forms_of_one(a: str, b: str) -> bool:
    """Tell whether two folded given names may be one: Bill and William, Pepe and José."""
    return not formal_names(a).isdisjoint(formal_names(b))
