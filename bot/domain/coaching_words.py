"""The English words by which the coach tells work, things and changes apart. The rules are in `coaching.py`.

Each table is a kind of word, to be filled with what there is of that kind, not with what one statement needs.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs, in their plain form.

WORK = _words(
    "add administer advertise analyse analyze announce appoint arrange assemble assess attend audit automate book "
    "brief build buy carry cater coach collect commission compile complete conduct configure construct consult "
    "contact convene coordinate create curate debug define deliver demonstrate deploy design develop digitise "
    "digitize discuss distribute do document donate draft draw educate embed equip erect establish evaluate examine "
    "execute explore extend facilitate film finalise finalize finish fit fix formulate gather give hand hire hold "
    "host implement inspect install integrate interview introduce investigate invite issue launch lay license list "
    "lobby mail manage map merge migrate modernise modernize monitor negotiate offer onboard open order organise "
    "organize outsource paint patch perform pilot plan plant post prepare present print procure produce program "
    "promote prototype provide publish purchase put rebrand rebuild recruit redesign refactor refurbish register "
    "relaunch release relocate renew renovate repair replace research resurface review revise rewrite roll run scan "
    "schedule screen sell send serve set ship sign stage start submit supervise supply support survey teach test "
    "train translate update upgrade upload visit write"
)
"""What a team does."""

ALSO_NOUNS = _words(
    "audit book brief coach commission contact design document draft draw film fit fix hand host interview issue lay "
    "license list lobby mail map monitor offer open order paint patch pilot plan plant post present print program "
    "prototype purchase put register release repair research review roll run scan schedule screen set sign stage "
    "start supply support survey test train update upgrade upload visit"
)
"""These begin results as well ("Support calls are fewer"), and stand behind a noun ("Staff survey")."""

CHANGE = _words(
    "abolish accelerate accomplish achieve advance alleviate allow amplify attract avert avoid balance beat become "
    "boost bring close combat conserve convert counter cultivate curb cut decline decrease deepen defend delight "
    "descend deter diminish discourage disrupt dominate double drive drop ease elevate eliminate empower enable "
    "encourage end ensure equalise eradicate exceed excel expand fall fight foster free gain get grow guarantee halve "
    "harm heal heighten help hit improve increase inspire keep lengthen lessen let lift limit lose lower maintain "
    "make maximise maximize meet minimise minimize mitigate motivate move narrow nurture offset optimise optimize "
    "outperform overcome preserve prevent protect quadruple raise reach recover reduce regain relieve rescue restore "
    "retain revolutionise revolutionize rise safeguard satisfy save scale secure sharpen shift shorten shrink "
    "simplify slash slow speed spread stabilise stabilize stay stop streamline strengthen sustain tackle tighten "
    "transform treble trim triple turn unlock uphold weaken widen win"
)
"""What a team brings about, or what happens: they begin a result, or end one."""

LIVING = _words(
    "agree answer apply arrive ask believe belong benefit breathe breed build call carry catch choose cite come "
    "commute complain connect consider contribute cook cope cover cross cycle dare decide depend die drink drive earn "
    "eat engage enjoy enter escape exercise exist expect experience fail feel find finish flourish flow follow forget "
    "give go graduate happen have hear heat hurt include join know last learn leave like listen live look love manage "
    "matter mind miss own participate pass pay perform play prefer prescribe progress provide qualify read receive "
    "recognise recognize recommend refer rely remain remember renew repay repeat report respond return say see seem "
    "sell share show sing sit sleep smile smoke speak spend stand start stick succeed suffer survive swim switch take "
    "talk tell think thrive trust turn understand unlock upgrade use vote wait wake walk want waste watch wear work "
    "worry yield"
)
"""What people and things do by themselves."""

RESULT_NOUNS = _words("cut decline decrease drop fall gain growth improvement increase reduction rise saving savings")

PARTICIPLES = _words(
    "bought built done drawn dug given held laid made paid put run sent set shown sold sung taken taught told won "
    "written"
)
"""Those of work that do not end in "-ed"."""

STATES = _words(
    "affected aged based bored concerned connected contented delighted educated employed empowered encouraged engaged "
    "excited experienced freed harmed healed helped housed included informed inspired integrated interested involved "
    "loved motivated needed pleased prepared protected reassured related relaxed reopened rescued respected retired "
    "reunited satisfied settled skilled stressed supported surprised treated trusted unemployed valued wanted"
)
"""Participles that say how somebody is, not what was done."""

# Small words.

ARTICLES = _words("a all an another any both each every her his its my our some that the their these this those your")
NUMBERS = _words(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred "
    "thousand several many dozens hundreds thousands"
)
KINDS_OF_NEW = _words(
    "additional annual daily digital extra fourth free further joint mobile monthly new online quarterly rebranded "
    "redesigned regular revised second third updated virtual weekly yearly"
)
PARTICLES = _words("down in off on out over up")
PREPOSITIONS = _words(
    "about across after against along among around as at before between beyond by during for from in inside into near "
    "of off on onto outside over per since through throughout to toward towards under until up upon via with within "
    "without"
)
JOINING = _words("& and or plus than")
RELATIVES = _words("although because if that unless when whenever where whether which while who whom whose")
AUXILIARIES = _words(
    "am are aren't be been being can can't cannot could did do does doesn't don't gets had has hasn't have haven't is "
    "isn't might must shall should was were will won't would"
)
SUBJECTS = _words("anybody anyone everybody everyone he i it no-one nobody none she somebody someone they we you")
ASKING = _words("how what why")
ADVERBS = _words("again already always away back enough never often once sooner still together too well yet")
NOT_ADVERBS = _words(
    "ally anomaly assembly belly bully butterfly daily early elderly family fly-by friendly holy hourly italy jelly "
    "july likely monopoly monthly only quarterly rally reply supply ugly weekly yearly"
)
INTENTIONS = _words("aim aims going intend intends plan planning plans want wants")
BEFORE_DEEDS = _words("be shall to we'll will") | INTENTIONS
TO_BE_SURE = _words("also and first firstly let's next please then")

TIMES = _words(
    "day week month quarter year term season summer winter spring autumn christmas easter january february march "
    "april may june july august september october november december monday tuesday wednesday thursday friday saturday "
    "sunday q1 q2 q3 q4 h1 h2"
)
BEFORE_TIMES = _words("a before by during each end every for from in last next of on per the this until")

PEOPLE = _words("cattle children fish men parents-to-be people police salmon sheep staff trout women youth")
NOT_PLURAL = _words(
    "access across always analysis analytics as basis bonus bus business campus communications crisis customs does "
    "facilities fitness focus gas goods has is less logistics news operations perhaps plus previous process progress "
    "sales series species status success this towards us various virus was"
)
WORKERS = _words("coaches developers engineers facilities logistics managers operations organisers sales volunteers")
"""Many of them are one team; what they will do is work, what "patients will" do is a result."""

PERSONS = _words(
    "adults applicants apprentices artists attendees beneficiaries boys buyers candidates carers children citizens "
    "clients colleagues communities commuters customers doctors drivers elders employees families farmers fathers "
    "girls graduates guests households leaders learners managers members men mothers neighbors neighbours nurses "
    "operators parents participants partners passengers patients pensioners people players pupils readers refugees "
    "residents scientists seniors staff students teachers teams teenagers tenants trainees users veterans villagers "
    "visitors volunteers voters women workers youth"
)
"""Those who have a change; with them alone begins no name of a thing."""

# Signs of a change.

COMPARED = _words(
    "better double doubled earlier farther fewer further half halved later least less longer more most no nobody none "
    "sooner triple twice without worse zero"
)
BETTER = _words("better earlier fewer less sooner worse")
COMPARATIVES = _words(
    "bigger brighter broader busier calmer cheaper cleaner clearer closer cooler darker deeper drier easier fairer "
    "faster firmer fitter fresher friendlier fuller gentler greener happier harder healthier heavier higher hotter "
    "kinder larger leaner lighter livelier lower milder narrower nearer newer nicer older poorer prouder quicker "
    "quieter richer safer sharper shorter simpler slower smaller smarter smoother softer stricter stronger sweeter "
    "taller thinner tighter tougher warmer weaker wealthier wider wiser younger"
)
QUALITIES = _words(
    "accessible active affordable calm car-free carbon-neutral clean climate-neutral confident decent delighted "
    "drug-free dry easy empty engaged equal error-free excellent fast full good great happy healthy independent loyal "
    "motivated plastic-free profitable proud punctual quick quiet reliable resilient safe satisfied secure simple "
    "skilled smoke-free stable strong successful sustainable thriving timely trusted vibrant warm well-fed "
    "world-class"
)
LIMITS = _words("above at below down over under up")
PARTS = _words(
    "all each every everyone everything fifth half majority most quarter tenth third three-quarters two-thirds"
)
HOPES = _words(
    "chance city community country culture future home life neighbourhood place region say sense society town voice "
    "way workforce workplace world"
)

# Nouns that end a thing's name.

MEASURES = _words(
    "absence absences absenteeism accidents admissions adoption applicants applications arrears attendance attrition "
    "awareness backlog balance biodiversity bookings calls capacity cases cash churn citations clicks complaints "
    "compliance confidence congestion consumption contributions conversion conversions cost costs coverage covers "
    "crime csat customers debt delays demand donations downloads downtime effectiveness efficiency emissions "
    "engagement errors exclusions expenses failures flow footfall frequency growth h-index happiness headcount hours "
    "hygiene impact incidents income index injuries inventory latency leads level levels loss losses loyalty margin "
    "margins members membership misses morale mortality noise numbers obesity occupancy output overtime participation "
    "performance pollution poverty price prices productivity profit profitability profits publications punctuality "
    "quality queues quota rate rates rating ratings readmissions recycling referrals reliability reputation "
    "resilience responsiveness results retention returns revenue revenues risk risks safety salaries sales "
    "satisfaction score scores scrap share signups sleeping speed spend spending stock streams subscribers "
    "temperature tenancies thefts throughput time times traffic truancy trust turnout turnover "
    "unemployment uptake uptime usage users utilisation utilization vacancies value views visibility visitors visits "
    "volume volumes wages waste water wealth well-being wellbeing yield"
)
"""A figure that can rise and fall: without a word on which, it is no change yet."""
MEASURE_ENDINGS = ("ability", "ibility", "iveness", "fulness", "lessness", "liness")
COUNTS = _words(
    "amount average cost count degree frequency hours kilometres length level litres mean median miles minutes number "
    "percentage proportion quality rate share tonnes total volume"
)

THINGS = _words(
    "academy accounts activities advertising advice agenda agreement analysis animation announcement api app "
    "application archive article articles assessment assistance audit audits award benches blog board book booklet "
    "books box boxes branch bridge brochure budget building bus buses café calendar camp campaign campaigns camps "
    "card cards catalog catalogue center centre challenges chatbot checklist class classes clinic club coaching code "
    "commission committee concert concerts conference consulting contract contracts counseling counselling course "
    "courses curriculum dashboard dashboards data database dataset day days desk devices display displays "
    "dissertation document documentation documents drinks edition education elevator email emails equipment event "
    "events exhibition exhibitions fair feature features festival film films fleet flyers form forms forum framework "
    "funding garden grants guidance guide guideline guidelines guides hackathon handbook handouts hotline hub "
    "infrastructure inspection inspections integration integrations interface interventions interviews intranet "
    "inventory kit kitchen kits lab labs laptops leaflet leaflets lessons library line list lounge machine machines "
    "magazine manual map maps marketing materials meeting meetings mentoring menu merger migration module network "
    "newsletter newsletters office outreach packages packs page pages paper papers park partnership path pilot "
    "pipeline placements plan planner plans plant platform playbook playground plays podcast podcasts policies policy "
    "portal poster posters presentation presentations press procedure procedures process product products program "
    "programme programmes programs project projects proposal protocol protocols prototype publication rebrand "
    "rebranding redesign refurbishment register registry relaunch release renovation report reports retreat review "
    "reviews roadmap rollout room rooms schedule scheme schemes scholarships school screens seminar seminars server "
    "service services session sessions shelter shop showroom shows site software space sprint stand station stipend "
    "stipends store strategies strategy studies studio study subsidies summit survey surveys system systems talks "
    "task-force team template templates test tests timetable tool toolkit tools tour tours townhall training "
    "trainings translation translations trips unit upgrade venue video videos visit walks warehouse webinar webinars "
    "website websites wiki wing workshop workshops"
)
"""What there is when work is done: it is no change for anybody yet."""

# Which language it is.

ENGLISH = _words(
    "the of with and to our your all every by from their new about into two three four five six seven eight nine ten "
    "twelve twenty thirty fifty hundred thousand several many for on at another each per weekly monthly quarterly "
    "annual additional further updated revised redesigned"
)
"""Words that hardly another language has."""
FOREIGN = _words(
    "und der das dem den ein eine einen einer eines für fuer wir mit von vom zum zur im auf aus alle allen bei nicht "
    "mehr weniger neue neuer neues neuen unser unsere kein keine sind wird werden ist haben le la les des du de pour "
    "avec une et nous aux dans chez sur par moins sont est nos notre nouveau nouvelle ou qui el los las para una por "
    "del al y e menos más mas nuestro nuestra nuevo nueva es son con em um uma os dos com não nao novo nova il "
    "lo gli di che della delle dei nel nella più piu meno nuovo nuova nostro ed het een voor op te zijn wij onze "
    "nieuwe minder meer naar bij ook og och att som til till av ikke inte færre flere ny nye nya i på en det się na "
    "do w z dla bez oraz nie nowy nowa"
) - _words("do i son con as mas per")
"""Words of other languages that English has not."""
BORROWED = _words("café cafés façade façades naïve résumé résumés")
