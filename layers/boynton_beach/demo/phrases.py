"""What people say: plain sentences by service, in English, Spanish and Haitian Creole; nobody is named."""

ENGLISH: dict[str, tuple[str, ...]] = {
    "pothole": (
        "Deep hole in the right lane. I hit it last night and heard a bang.",
        "The pothole is back after the rain, wide as a tire.",
        "There is a hole in the road and cars swerve around it.",
        "The patch came loose and there is gravel all over the lane.",
        "A row of small holes is turning into one big one.",
    ),
    "sidewalk_damage": (
        "A tree root has pushed up the sidewalk. My mother tripped there.",
        "The sidewalk is broken and my wheelchair cannot get past.",
        "A slab has sunk about two inches and fills with water.",
        "The corner ramp is cracked and has a sharp edge.",
    ),
    "street_sign": (
        "The stop sign is lying in the grass.",
        "The street name sign is gone since the storm.",
        "The stop sign is hidden behind a bush, you see it too late.",
        "Somebody bent the sign, it points the wrong way now.",
    ),
    "street_light_out": (
        "The street light in front of our house has been dark for a week.",
        "Two lights in a row are out, it is pitch black at the crossing.",
        "The lamp flickers on and off all night.",
        "The light stays on all day and is off at night.",
    ),
    "traffic_signal": (
        "The signal skips the left turn arrow.",
        "The walk button does nothing, I waited three rounds.",
        "The light is flashing red in all directions.",
        "The red bulb facing west is out.",
    ),
    "road_drainage": (
        "Water stands on the road for days after every rain.",
        "The gutter is full of sand and the lane floods.",
        "Half the street is under water again.",
    ),
    "missed_garbage": (
        "Our garbage was not picked up today. The cart was out by six.",
        "They took the whole street but not our house.",
        "The cart was emptied but half of it is on the lawn.",
        "Second week in a row that the truck passed us by.",
    ),
    "missed_recycling": (
        "The blue bin was skipped again.",
        "Recycling was not collected on our side of the street.",
        "They took the paper and left the bottles.",
    ),
    "bulk_trash": (
        "I have an old sofa and a mattress. When can you take them?",
        "The branches we put out two weeks ago are still there.",
        "A washing machine has been at the curb since last month.",
    ),
    "illegal_dumping": (
        "Someone dumped tires and paint cans on the empty lot.",
        "A pile of roofing material appeared overnight.",
        "People keep leaving mattresses at this spot.",
    ),
    "litter": (
        "Bottles and bags all along the side of the road.",
        "Trash blew out of a truck and is everywhere.",
        "Fast food wrappers all over the grass, every weekend.",
    ),
    "water_leak": (
        "Water is coming up through the grass next to the meter.",
        "There is a steady stream along the curb and it has not rained.",
        "The hydrant drips and there is a puddle all the time.",
        "Clean water is bubbling out of a crack in the road.",
    ),
    "low_water_pressure": (
        "The shower is only a trickle since this morning.",
        "No pressure on our block, the neighbors have it too.",
        "The water is very weak in the evening.",
    ),
    "sewer_backup": (
        "The toilet and the tub are backing up.",
        "A manhole is overflowing and it smells.",
        "Bad smell from the sewer lid for three days.",
    ),
    "storm_drain": (
        "The storm drain is blocked with leaves.",
        "The grate over the drain is missing. A child could fall in.",
        "The inlet is full of sand and the corner floods.",
    ),
    "canal_bank": (
        "The canal bank is washing away behind our fence.",
        "A big piece of the bank slid into the water.",
        "The fence along the canal fell down with the bank.",
    ),
    "aquatic_weeds": (
        "The canal is covered with weeds from bank to bank.",
        "Dead fish and green scum in the canal, it stinks.",
        "Floating plants block the culvert.",
    ),
    "park_maintenance": (
        "The shower at the beach does not turn off.",
        "The restroom in the park has no light and no paper.",
        "The picnic table is broken, nails stick out.",
        "The boardwalk has a loose plank.",
    ),
    "playground_damage": (
        "The chain on the swing is broken.",
        "The slide has a sharp crack on the side.",
        "The soft ground under the climber has a big hole.",
    ),
    "tree_trimming": (
        "Branches hang so low over the street that trucks hit them.",
        "The tree covers the street light.",
        "Palm fronds are about to fall on the sidewalk.",
    ),
    "fallen_tree": (
        "A tree fell across the road, one lane is blocked.",
        "A big branch came down on the sidewalk last night.",
        "A palm is leaning on the wire after the wind.",
    ),
    "graffiti": (
        "Someone sprayed paint on the wall.",
        "Graffiti on the back of the sign and the utility box.",
        "The underpass is covered with tags again.",
    ),
    "overgrown_lot": (
        "The lot next door has grass up to my waist.",
        "Nobody has cut the yard of the empty house for months.",
        "Weeds from the lot grow over the sidewalk and there are rats.",
    ),
    "junk_vehicle": (
        "A car with flat tires and no plate has been here for two months.",
        "There is a truck on blocks in the front yard.",
        "An old van is parked on the grass and never moves.",
    ),
    "noise": (
        "Loud music until three in the morning.",
        "The pool pump next door sounds like a jet all night.",
        "Leaf blowers at six on a Sunday.",
    ),
    "work_without_permit": (
        "They are building a second story and I see no permit in the window.",
        "A driveway was poured over the weekend without any sign.",
        "They are cutting a wall out and there is no permit posted.",
    ),
    "speeding": (
        "Cars race down our street after school.",
        "People do fifty here, it is a thirty zone.",
        "Please put a speed hump, somebody will get hurt.",
    ),
    "abandoned_boat": (
        "A sailboat has been half sunk here since summer.",
        "A boat without a name is drifting at its anchor.",
        "An old boat broke loose and lies against the dock.",
    ),
    "stray_animal": (
        "Two dogs run loose and chase people.",
        "An injured cat sits under our porch.",
        "A dog without a collar has been here for two days.",
    ),
    "mosquitoes": (
        "The mosquitoes are so bad we cannot sit outside.",
        "An old pool next door is green and breeds mosquitoes.",
        "Please spray our street, the children are covered in bites.",
    ),
    "bus_stop": (
        "The bench at the bus stop is broken.",
        "The bus shelter has broken glass on the floor.",
        "No shade and no trash can at the stop.",
    ),
    "power_outage": (
        "The whole block is without power.",
        "A wire is hanging low over the street.",
        "The power goes off every evening for a few minutes.",
    ),
    "general_question": (
        "When is the next hurricane debris pick-up?",
        "How do I get a second recycling bin?",
        "Which day is the meeting about the new park?",
        "Who do I call about a tree on my neighbor's land?",
    ),
}

SPANISH: dict[str, tuple[str, ...]] = {
    "pothole": ("Hay un hueco grande en la calle y los carros se desvían.", "El bache volvió a abrirse con la lluvia."),
    "sidewalk_damage": ("La acera está levantada por una raíz y la gente se tropieza.",),
    "street_sign": ("El letrero de pare está tirado en el suelo.",),
    "street_light_out": ("El poste de luz frente a la casa lleva una semana apagado.",),
    "traffic_signal": ("El semáforo no da tiempo para cruzar.",),
    "missed_garbage": ("No recogieron la basura hoy y el bote estaba afuera.", "El camión pasó y dejó nuestra casa."),
    "bulk_trash": ("Tengo un colchón viejo. ¿Qué día lo recogen?",),
    "illegal_dumping": ("Alguien tiró llantas y muebles en el terreno vacío.",),
    "water_leak": ("Sale agua del suelo junto al medidor.",),
    "low_water_pressure": ("El agua sale con muy poca presión desde ayer.",),
    "storm_drain": ("La alcantarilla está tapada con hojas.",),
    "park_maintenance": ("El baño del parque no tiene luz.",),
    "overgrown_lot": ("El terreno de al lado tiene la hierba muy alta y hay ratas.",),
    "junk_vehicle": ("Hay un carro sin placa y con las llantas bajas desde hace dos meses.",),
    "noise": ("Música muy alta hasta las tres de la mañana.",),
    "speeding": ("Los carros pasan muy rápido cuando salen los niños de la escuela.",),
    "stray_animal": ("Dos perros andan sueltos y persiguen a la gente.",),
    "mosquitoes": ("Hay muchísimos mosquitos, por favor fumiguen.",),
    "bus_stop": ("El banco de la parada está roto.",),
    "general_question": ("¿Cómo pido otro bote de reciclaje?",),
}

CREOLE: dict[str, tuple[str, ...]] = {
    "pothole": ("Gen yon gwo twou nan lari a.",),
    "sidewalk_damage": ("Twotwa a kase, moun ka tonbe.",),
    "street_light_out": ("Limyè lari a pa limen depi yon semèn.",),
    "missed_garbage": ("Yo pa pase pran fatra a jodi a.",),
    "illegal_dumping": ("Moun jete vye matla ak kawotchou nan teren vid la.",),
    "water_leak": ("Dlo ap soti anba tè a bò kontè a.",),
    "road_drainage": ("Lari a plen dlo chak fwa lapli tonbe.",),
    "overgrown_lot": ("Zèb la wo anpil nan teren ki bò lakay mwen an.",),
    "stray_animal": ("Gen de chen ki lage nan lari a.",),
    "mosquitoes": ("Gen twòp moustik nan katye a.",),
    "bus_stop": ("Ban ki nan estasyon bis la kase.",),
    "general_question": ("Ki jou yo pran gwo fatra nan katye mwen an?",),
}

TAILS = (
    "", "", "", " Thank you.", " Please have a look.", " It has been like this for a while.", " I have called before.",
    " It is getting worse.", " Can somebody tell me when it will be done?",
)  # fmt: skip
